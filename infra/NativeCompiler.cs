using System.Runtime.InteropServices;

namespace Waybill.Infra;

/// <summary>Whether this machine can make native executables: only for its own processor and system, and with a linker.</summary>
/// <remarks>.NET documentation, "Native AOT deployment", prerequisites and cross-compilation.</remarks>
internal static class NativeCompiler
{
    private static readonly string[] Linkers = ["clang", "gcc"];

    /// <summary>What this machine is, in .NET's words, such as <c>linux-x64</c>.</summary>
    internal static string Machine => $"{Os()}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    /// <exception cref="ConfigurationException">It cannot; says why, and what can be done.</exception>
    public static void Require(string runtime) => Require(runtime, Machine, System.Environment.GetEnvironmentVariable("PATH") ?? "");

    internal static void Require(string runtime, string machine, string path)
    {
        const string Instead = "or say \"packaging\": \"readyToRun\" in cdk.json, which any machine can make.";
        if (runtime != machine)
        {
            throw new ConfigurationException(
                $"\"packaging\": \"nativeAot\" asks for executables for {runtime}, and this machine makes those for {machine} only. "
                + $"Synthesize on a machine of that kind, {Instead}");
        }

        // Windows finds Visual Studio's linker by itself, and says so where there is none.
        if (!OperatingSystem.IsWindows() && !path.Split(Path.PathSeparator).Any(HasLinker))
        {
            throw new ConfigurationException(
                $"\"packaging\": \"nativeAot\" needs a linker, {string.Join(" or ", Linkers)}, and there is none on the PATH. "
                + $"Install one, {Instead}");
        }
    }

    private static bool HasLinker(string folder) => Linkers.Any(linker => File.Exists(Path.Combine(folder, linker)));

    private static string Os() =>
        OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
}
