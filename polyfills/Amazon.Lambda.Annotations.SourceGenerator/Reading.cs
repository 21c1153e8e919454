using Microsoft.CodeAnalysis;

namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>From what the compiler knows to the models that code is written from.</summary>
internal static class Reading
{
    public const string Annotations = "Amazon.Lambda.Annotations";
    private const string Context = "Amazon.Lambda.Core.ILambdaContext";
    private const string FromServices = Annotations + ".FromServicesAttribute";
    private const string ServiceCollection = "Microsoft.Extensions.DependencyInjection.IServiceCollection";

    private static readonly SymbolDisplayFormat FullName = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static FunctionModel Function(IMethodSymbol method)
    {
        var handed = method.Parameters.Where(parameter => !Has(parameter, FromServices)).ToList();
        var events = handed.Where(parameter => !IsContext(parameter)).ToList();
        var services = method.Parameters.Where(parameter => Has(parameter, FromServices));
        var type = method.ContainingType;
        return new FunctionModel(
            type.ContainingNamespace.IsGlobalNamespace ? string.Empty : type.ContainingNamespace.ToDisplayString(),
            type.Name,
            method.Name,
            string.Join(", ", handed.Select(parameter => $"{parameter.Type.ToDisplayString(FullName)} @{parameter.Name}")),
            string.Join(", ", method.Parameters.Select(parameter => $"@{parameter.Name}")),
            string.Concat(services.Select(Service)),
            events.FirstOrDefault()?.Type.ToDisplayString(FullName) ?? string.Empty,
            handed.Count == 2 ? !IsContext(handed[0]) : null,
            Result(method.ReturnType),
            Place.Of(method),
            Problem(method, events, handed.Count - events.Count));
    }

    public static StartupModel Startup(INamedTypeSymbol type)
    {
        var configures = type.GetMembers("ConfigureServices").OfType<IMethodSymbol>().Any(method =>
            method is { IsStatic: false, DeclaredAccessibility: Accessibility.Public, Parameters.Length: 1 }
            && method.Parameters[0].Type.ToDisplayString() is ServiceCollection);
        var constructible = !type.IsAbstract && type.InstanceConstructors.Any(constructor => constructor.Parameters.IsEmpty);
        var problem = !configures ? "it has no public void ConfigureServices(IServiceCollection services)"
            : !constructible ? "it has no constructor without parameters"
            : null;
        return new StartupModel(type.ToDisplayString(FullName), Place.Of(type), problem);
    }

    public static AssemblyModel Assembly(Compilation compilation)
    {
        var attributes = compilation.Assembly.GetAttributes();
        var global = Find(attributes, Annotations + ".LambdaGlobalPropertiesAttribute");
        var serializer = Find(attributes, "Amazon.Lambda.Core.LambdaSerializerAttribute");
        return new AssemblyModel(
            global?.NamedArguments.Any(argument => argument is { Key: "GenerateMain", Value.Value: true }) ?? false,
            (serializer?.ConstructorArguments.FirstOrDefault().Value as ITypeSymbol)
                ?.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication);
    }

    private static string? Problem(IMethodSymbol method, List<IParameterSymbol> events, int contexts)
    {
        var type = method.ContainingType;
        return type.ContainingType is not null || type.IsGenericType || type.IsAbstract || type.IsStatic
                ? $"its class {type.Name} must be neither nested, generic, abstract nor static"
            : method.IsStatic || method.IsGenericMethod
                || method.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal)
                ? "it must be a public instance method without type parameters"
            : method.Parameters.Any(parameter => parameter.RefKind != RefKind.None) ? "its parameters must not be ref, in or out"
            : events.Count != 1
                ? $"it must take exactly one event, and takes {events.Count}; mark what the container supplies [FromServices]"
            : contexts > 1 ? "it must take ILambdaContext at most once"
            : method.ReturnType.Name is "ValueTask" or "IAsyncEnumerable" || (method.IsAsync && method.ReturnsVoid)
                ? "it must return void, a value, Task or Task<T>"
            : null;
    }

    private static ResultModel Result(ITypeSymbol type)
    {
        var name = type.ToDisplayString(FullName);
        return type switch
        {
            { SpecialType: SpecialType.System_Void } => new(name, Payload: null, IsAsync: false),
            INamedTypeSymbol { Name: "Task", TypeArguments.Length: 0 } => new(name, Payload: null, IsAsync: true),
            INamedTypeSymbol { Name: "Task", TypeArguments.Length: 1 } task =>
                new(name, task.TypeArguments[0].ToDisplayString(FullName), IsAsync: true),
            _ => new(name, name, IsAsync: false),
        };
    }

    private static string Service(IParameterSymbol parameter) =>
        $"        var @{parameter.Name} = __scope.ServiceProvider.GetRequiredService<{parameter.Type.ToDisplayString(FullName)}>();\n";

    private static bool IsContext(IParameterSymbol parameter) => parameter.Type.ToDisplayString() is Context;

    private static bool Has(ISymbol symbol, string attribute) => Find(symbol.GetAttributes(), attribute) is not null;

    private static AttributeData? Find(IEnumerable<AttributeData> attributes, string name) =>
        attributes.FirstOrDefault(one => string.Equals(one.AttributeClass?.ToDisplayString(), name, System.StringComparison.Ordinal));
}
