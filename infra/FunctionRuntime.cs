using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;

namespace Waybill.Infra;

/// <summary>What an environment's functions are compiled for, and so the folder of a team's built files that is deployed.</summary>
/// <param name="Identifier">.NET's name of it, such as <c>linux-arm64</c>.</param>
/// <param name="IsCompiledAhead">Whether it is machine code; else it is what the compiler made, which runs everywhere.</param>
public sealed record FunctionRuntime(string Identifier, bool IsCompiledAhead)
{
    public const string Arm = "arm64";

    public const string Intel = "x86_64";

    /// <summary>Context: another runtime than the environment's, such as that of the laptop where the functions will run.</summary>
    private const string Context = "functions";

    /// <summary>Value of the context: nothing is compiled, as nothing of it will run.</summary>
    private const string Uncompiled = "uncompiled";

    /// <summary>Where the build puts what it made of a team.</summary>
    internal const string BuiltFolder = "lambda";

    public static FunctionRuntime Of(App app, EnvironmentSettings settings) => app.Node.TryGetContext(Context) switch
    {
        null => new(OfLambda(settings.Architecture), IsCompiledAhead: true),
        Uncompiled => new(OfLambda(settings.Architecture), IsCompiledAhead: false),
        string runtime when runtime.EndsWith("-arm64", StringComparison.Ordinal) || runtime.EndsWith("-x64", StringComparison.Ordinal) =>
            new(runtime, IsCompiledAhead: true),
        var wrong => throw new ConfigurationException(
            $"The context '{Context}' is {wrong}; it must be a runtime that ends with -arm64 or -x64, such as linux-x64, or {Uncompiled}."),
    };

    /// <summary>The folder of a team's files, in its <c>bin</c>.</summary>
    public string Folder => IsCompiledAhead ? Identifier : BuiltFolder;

    internal Architecture Architecture =>
        Identifier.EndsWith(Arm, StringComparison.Ordinal) ? Architecture.ARM_64 : Architecture.X86_64;

    private static string OfLambda(string architecture) => architecture == Arm ? "linux-arm64" : "linux-x64";
}
