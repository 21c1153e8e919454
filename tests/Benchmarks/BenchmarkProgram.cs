using System.Diagnostics;
using System.Text.Json;

namespace Waybill.Benchmarks.Tests;

/// <summary>The engine's benchmarks as they are started by hand, with small files of rules and events.</summary>
internal sealed class BenchmarkProgram : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("waybill-benchmarks-").FullName;

    public string PathOf(string file) => Path.Combine(_folder, file);

    public string Write(string file, params string[] lines)
    {
        File.WriteAllLines(PathOf(file), lines);
        return PathOf(file);
    }

    public static async Task<Answer> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Waybill.EventPatterns.Benchmarks.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var complaints = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Answer(process.ExitCode, output, await complaints);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public sealed record Answer(int ExitCode, string Output, string Complaints)
    {
        /// <summary>The last line, which is JSON.</summary>
        public JsonElement Figures => JsonElement.Parse(Output.TrimEnd().Split('\n')[^1]);
    }
}
