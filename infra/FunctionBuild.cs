using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Waybill.Infra;

/// <summary>
/// Compiles all teams' functions ahead of time: by the project in <c>infra/packaging</c>, or each to an executable by its own.
/// </summary>
/// <remarks>
/// What is compiled already is left alone: beside it lies the hash of what it was compiled from. So an unchanged source is never deployed
/// anew, and a second synthesis costs nothing.
/// </remarks>
internal sealed class FunctionBuild(CdkJson cdkJson, FunctionRuntime runtime)
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    private readonly string _project = cdkJson.Beside("infra", "packaging");

    /// <exception cref="ConfigurationException">They are not built, or do not compile; says what the compiler said.</exception>
    public async Task RunAsync(IEnumerable<string> teams)
    {
        var sources = teams.ToDictionary(team => team, team => Hash(cdkJson.FunctionCode(team, FunctionRuntime.BuiltFolder)));
        if (sources.All(IsCompiled))
        {
            return;
        }

        using var timeout = new CancellationTokenSource(LongEnough);
        await using var turn = await TurnAsync(timeout.Token);
        var changed = sources.Where(source => !IsCompiled(source)).ToList();
        if (changed.Count == 0)
        {
            return; // Whose turn it was has made them.
        }

        var isNative = runtime.Packaging == FunctionPackaging.NativeAot;
        // What teams share is compiled once, and all of them are laid out anew; native executables are each for themselves.
        List<KeyValuePair<string, string>> made = isNative ? changed : [.. sources];
        // Killed in the middle, half a folder must not be taken for a whole one.
        made.ForEach(source => File.Delete(Stamp(source.Key)));
        await (isNative ? PublishNativeAsync(made.Select(source => source.Key), timeout.Token)
            : PublishAsync(_project, $"-p:FunctionRuntime={runtime.Identifier}", timeout.Token));
        foreach (var (team, hash) in made)
        {
            await File.WriteAllTextAsync(Stamp(team), hash, timeout.Token);
        }
    }

    private bool IsCompiled(KeyValuePair<string, string> source) =>
        File.Exists(Stamp(source.Key)) && File.ReadAllText(Stamp(source.Key)) == source.Value;

    private string Stamp(string team) => cdkJson.Beside("functions", team, "bin", $"{runtime.Folder}.from");

    private static string Hash(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file)));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Two syntheses of one checkout do not compile in each other's way.</summary>
    private async Task<FileStream> TurnAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_project, "bin")).FullName, "turn");
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (!cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(LookAgain, TimeProvider.System, cancellationToken);
            }
        }
    }

    private async Task PublishNativeAsync(IEnumerable<string> teams, CancellationToken cancellationToken)
    {
        NativeCompiler.Require(runtime.Identifier);
        foreach (var team in teams)
        {
            await PublishAsync(cdkJson.Beside("functions", team), $"-p:NativeFor={runtime.Identifier}", cancellationToken);
        }
    }

    private async Task PublishAsync(string project, string what, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "publish", project, "--configuration", "Debug", "--nologo", "--verbosity", "quiet", "--disable-build-servers",
            "-p:RunAnalyzers=false", what,
        ];
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.Start();
        try
        {
            var said = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                throw new ConfigurationException(
                    $"The functions do not compile for {runtime.Folder}: dotnet {string.Join(' ', arguments)}\n{await said}{errors}");
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new ConfigurationException(
                $"The functions were not compiled for {runtime.Folder} within {LongEnough.TotalMinutes:0} minutes.");
        }
    }
}
