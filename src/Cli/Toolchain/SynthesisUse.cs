using System.Runtime.InteropServices;

namespace Waybill.Cli.Toolchain;

/// <summary>What stacks are synthesized for here, where nobody deploys them; the context values are infra's.</summary>
internal sealed record SynthesisUse(params IReadOnlyList<string> Context)
{
    private const string NobodyDeploysIt = "standInsBecause=nothing of it is deployed";

    /// <summary>The functions run on this machine: compiled for it, with what a debugger needs.</summary>
    public static SynthesisUse Run { get; } = RunAs(Runtime);

    /// <summary>Only the templates are read.</summary>
    public static SynthesisUse Read { get; } = new(NobodyDeploysIt, "functions=uncompiled");

    /// <summary>They are held against others that are, or would be, deployed: all is as it is deployed.</summary>
    public static SynthesisUse Compare { get; } = new(NobodyDeploysIt);

    /// <summary>.NET's name of this machine's system and processor, as infra names folders.</summary>
    public static string Runtime => $"{System}-{Processor}";

    /// <summary>The same with functions that are packed in some way: a value of infra's context.</summary>
    public static SynthesisUse RunAs(string functions) => new(NobodyDeploysIt, "symbols=true", $"functions={functions}");

    private static string System => OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";

    private static string Processor => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
}
