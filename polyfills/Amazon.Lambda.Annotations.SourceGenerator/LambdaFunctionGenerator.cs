using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>
/// Generates, for every <c>[LambdaFunction]</c> method, a class that builds the container once and gives each call its own scope;
/// and the program's <c>Main</c>, where the assembly asks for one.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class LambdaFunctionGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var functions = context.SyntaxProvider.ForAttributeWithMetadataName(
            Reading.Annotations + ".LambdaFunctionAttribute",
            (node, _) => node is MethodDeclarationSyntax,
            (found, _) => Reading.Function((IMethodSymbol)found.TargetSymbol)).Collect();
        var startups = context.SyntaxProvider.ForAttributeWithMetadataName(
            Reading.Annotations + ".LambdaStartupAttribute",
            (node, _) => node is ClassDeclarationSyntax,
            (found, _) => Reading.Startup((INamedTypeSymbol)found.TargetSymbol)).Collect();
        var assembly = context.CompilationProvider.Select((compilation, _) => Reading.Assembly(compilation));

        context.RegisterSourceOutput(
            functions.Combine(startups).Combine(assembly),
            (output, found) => Generate(output, found.Left.Left, found.Left.Right, found.Right));
    }

    private static void Generate(
        SourceProductionContext output,
        ImmutableArray<FunctionModel> functions,
        ImmutableArray<StartupModel> startups,
        AssemblyModel assembly)
    {
        if (functions.IsEmpty)
        {
            return;
        }

        var problems = Find(functions, startups, assembly).ToList();
        problems.ForEach(output.ReportDiagnostic);
        if (problems.Count > 0)
        {
            return;
        }

        foreach (var function in functions)
        {
            output.AddSource(
                $"{function.GeneratedName}.g.cs", Writing.Function(function, startups.FirstOrDefault(), assembly.Serializer!));
        }

        if (assembly.GenerateMain)
        {
            output.AddSource("Program.g.cs", Writing.Program(functions, assembly.Serializer!));
        }
    }

    private static IEnumerable<Diagnostic> Find(
        ImmutableArray<FunctionModel> functions, ImmutableArray<StartupModel> startups, AssemblyModel assembly)
    {
        foreach (var function in functions.Where(function => function.Problem is not null))
        {
            yield return Diagnostic.Create(
                Problems.Function, function.Place.ToLocation(), $"{function.ClassName}.{function.MethodName}", function.Problem);
        }

        foreach (var same in functions.GroupBy(function => function.MethodName, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return Diagnostic.Create(Problems.SameName, same.Last().Place.ToLocation(), same.Key);
        }

        foreach (var startup in startups)
        {
            var problem = startups.Length > 1 ? "the assembly has more than one" : startup.Problem;
            if (problem is not null)
            {
                yield return Diagnostic.Create(Problems.Startup, startup.Place.ToLocation(), startup.Name, problem);
            }
        }

        if (assembly.Serializer is null)
        {
            yield return Diagnostic.Create(Problems.NoSerializer, Location.None);
        }

        if (assembly is { GenerateMain: true, IsExecutable: false })
        {
            yield return Diagnostic.Create(Problems.NotExecutable, Location.None);
        }
    }
}
