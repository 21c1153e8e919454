using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Waybill.Architecture.Tests;

/// <summary>A type of one namespace that uses a type of another one of the same project.</summary>
internal sealed record Arrow(INamedTypeSymbol User, INamedTypeSymbol Used)
{
    public string From { get; } = User.ContainingNamespace.ToDisplayString();

    public string To { get; } = Used.ContainingNamespace.ToDisplayString();

    public override string ToString() => $"{User.ToDisplayString()} uses {Used.ToDisplayString()}";
}

/// <summary>Finds the arrows between the namespaces of a project, as the compiler sees them in its sources.</summary>
internal static class NamespaceArrows
{
    /// <summary>What the SDK adds to every project with implicit usings.</summary>
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    /// <summary>One arrow for each pair of namespaces.</summary>
    public static IReadOnlyList<Arrow> Of(string project)
    {
        var trees = Checkout.Files("*.cs").Where(file => file.StartsWith(project + "/", StringComparison.Ordinal))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(Checkout.Path(file)), path: file)).ToList();
        var compilation = CSharpCompilation.Create(
            project, [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings)], References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        return [.. trees.SelectMany(tree => Of(compilation, tree)).DistinctBy(arrow => (arrow.From, arrow.To))];
    }

    /// <summary>The assemblies that this process could load, without those whose sources are compiled here.</summary>
    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));

    private static IEnumerable<Arrow> Of(CSharpCompilation compilation, SyntaxTree tree)
    {
        var model = compilation.GetSemanticModel(tree);
        return from node in tree.GetRoot().DescendantNodes()
               where node is SimpleNameSyntax or BaseObjectCreationExpressionSyntax
               let used = TypeOf(model.GetSymbolInfo(node).Symbol)
               where used is not null && SymbolEqualityComparer.Default.Equals(used.ContainingAssembly, compilation.Assembly)
               let declaration = node.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>()
               where declaration is not null
               let user = model.GetDeclaredSymbol(declaration)
               where !SymbolEqualityComparer.Default.Equals(user.ContainingNamespace, used.ContainingNamespace)
               select new Arrow(user, used);
    }

    private static INamedTypeSymbol? TypeOf(ISymbol? symbol) => symbol switch
    {
        INamedTypeSymbol type => type,
        IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol => symbol.ContainingType,
        _ => null,
    };
}
