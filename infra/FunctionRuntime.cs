using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;

namespace Waybill.Infra;

/// <summary>How a team's functions are packed.</summary>
public enum FunctionPackaging
{
    /// <summary>What the compiler made, which runs everywhere: for templates that nobody runs.</summary>
    Uncompiled,

    /// <summary>Assemblies with machine code beside them, on Lambda's .NET.</summary>
    ReadyToRun,

    /// <summary>One native executable, without .NET.</summary>
    NativeAot,
}

/// <summary>What an environment's functions are compiled for, and so the folder of a team's built files that is deployed.</summary>
/// <param name="Identifier">.NET's name of it, such as <c>linux-arm64</c>.</param>
/// <param name="Packaging">How they are packed.</param>
public sealed record FunctionRuntime(string Identifier, FunctionPackaging Packaging)
{
    public const string Arm = "arm64";

    public const string Intel = "x86_64";

    public const string ReadyToRun = "readyToRun";

    public const string NativeAot = "nativeAot";

    /// <summary>Context: another runtime than the environment's, such as that of the laptop where the functions will run.</summary>
    private const string Context = "functions";

    /// <summary>Value of the context: nothing is compiled, as nothing of it will run.</summary>
    private const string Uncompiled = "uncompiled";

    /// <summary>How the folder of native executables ends, and a value of the context that asks for them.</summary>
    private const string Native = "-native";

    /// <summary>Where the build puts what it made of a team.</summary>
    internal const string BuiltFolder = "lambda";

    /// <summary>CDK 2.160 does not have the constant yet.</summary>
    private static readonly Runtime DotNet10 = new("dotnet10", RuntimeFamily.DOTNET_CORE);

    /// <summary>The folder of a team's files, in its <c>bin</c>.</summary>
    public string Folder => Packaging switch
    {
        FunctionPackaging.Uncompiled => BuiltFolder,
        FunctionPackaging.NativeAot => Identifier + Native,
        _ => Identifier,
    };

    internal Architecture Architecture =>
        Identifier.EndsWith(Arm, StringComparison.Ordinal) ? Architecture.ARM_64 : Architecture.X86_64;

    /// <summary>What Lambda runs them on.</summary>
    internal Runtime OfLambda => Packaging == FunctionPackaging.NativeAot ? Runtime.PROVIDED_AL2023 : DotNet10;

    public static FunctionRuntime Of(App app, EnvironmentSettings settings) => app.Node.TryGetContext(Context) switch
    {
        null => new(IdentifierOf(settings.Architecture), settings.Packaging),
        Uncompiled => new(IdentifierOf(settings.Architecture), FunctionPackaging.Uncompiled),
        string runtime when IsRuntime(runtime) => new(runtime, settings.Packaging),
        string packed when packed.EndsWith(Native, StringComparison.Ordinal) && IsRuntime(packed[..^Native.Length]) =>
            new(packed[..^Native.Length], FunctionPackaging.NativeAot),
        var wrong => throw new ConfigurationException(
            $"The context '{Context}' is {wrong}; it must be a runtime that ends with -arm64 or -x64, such as linux-x64, the same with "
            + $"{Native} behind it, or {Uncompiled}."),
    };

    /// <summary>What Lambda starts of a team's files: an executable names itself.</summary>
    internal string Handler(string team) => Packaging == FunctionPackaging.NativeAot ? "bootstrap" : team;

    private static bool IsRuntime(string name) =>
        name.EndsWith("-arm64", StringComparison.Ordinal) || name.EndsWith("-x64", StringComparison.Ordinal);

    private static string IdentifierOf(string architecture) => architecture == Arm ? "linux-arm64" : "linux-x64";
}
