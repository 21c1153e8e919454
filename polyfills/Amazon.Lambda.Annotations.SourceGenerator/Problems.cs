using Microsoft.CodeAnalysis;

namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>What stops the generator, said to the one who wrote the function.</summary>
internal static class Problems
{
    public static readonly DiagnosticDescriptor Function = Of("LAMBDA001", "'{0}' cannot be a [LambdaFunction]: {1}");

    public static readonly DiagnosticDescriptor Startup = Of("LAMBDA002", "'{0}' cannot be the [LambdaStartup] class: {1}");

    public static readonly DiagnosticDescriptor NoSerializer = Of(
        "LAMBDA003",
        "The assembly names no serializer; add [assembly: LambdaSerializer(typeof(SourceGeneratorLambdaJsonSerializer<YourJsonContext>))]");

    public static readonly DiagnosticDescriptor NotExecutable = Of(
        "LAMBDA004", "GenerateMain = true needs a program: set <OutputType>Exe</OutputType> in the project file");

    public static readonly DiagnosticDescriptor SameName = Of(
        "LAMBDA005", "The assembly has more than one [LambdaFunction] named '{0}'; ANNOTATIONS_HANDLER could not tell them apart");

    private static DiagnosticDescriptor Of(string id, string message) =>
        new(id, "Lambda function", message, "Amazon.Lambda.Annotations", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
