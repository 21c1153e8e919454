using System.Runtime.InteropServices;

namespace Waybill.Cli.Toolchain;

/// <summary>What stacks are synthesized for here, where nobody deploys them; the context values are infra's.</summary>
internal sealed record SynthesisUse(params IReadOnlyList<string> Context)
{
    private const string NobodyDeploysIt = "standInsBecause=nothing of it is deployed";

    /// <summary>The functions run on this machine: compiled for it, with what a debugger needs.</summary>
    public static SynthesisUse Run { get; } = new(NobodyDeploysIt, "symbols=true", $"functions={System}-{Processor}");

    /// <summary>Only the templates are read.</summary>
    public static SynthesisUse Read { get; } = new(NobodyDeploysIt, "functions=uncompiled");

    /// <summary>They are held against others that are, or would be, deployed: all is as it is deployed.</summary>
    public static SynthesisUse Compare { get; } = new(NobodyDeploysIt);

    private static string System => OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";

    private static string Processor => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
}
