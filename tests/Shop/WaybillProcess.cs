using System.Diagnostics;
using System.Text;
using Waybill.Cli.Toolchain;

namespace Waybill.Shop.Tests;

/// <summary>The command line tool as a process of its own, as people run it.</summary>
internal sealed class WaybillProcess : IDisposable
{
    /// <summary>The tests that let <c>waybill up</c> synthesize into the checkout's <c>.waybill</c>, as only one can at a time.</summary>
    public const string UpInTheCheckout = "waybill up in the checkout";

    /// <summary>More than anything takes that a test waits for, on a machine with much else to do.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly List<(string Text, TaskCompletionSource Seen)> _awaited = [];

    private WaybillProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static WaybillProcess Start(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(DotnetPath, [System.IO.Path.Combine(AppContext.BaseDirectory, "waybill.dll"), .. arguments])
        {
            WorkingDirectory = folder ?? Repository.Find().Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        return new WaybillProcess(Process.Start(start)!);
    }

    /// <summary>Runs to the end and returns the exit code and everything printed, lines joined.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        using var process = Start(arguments, environment, folder);
        var code = await process.ExitAsync();
        return (code, process.Output.ReplaceLineEndings(" "));
    }

    /// <summary>Completes when a line with this text is printed; fails when the process ends without, or none comes in minutes.</summary>
    public async Task SeesAsync(string text)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_output)
        {
            if (_output.ToString().Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            _awaited.Add((text, seen));
        }

        var exited = _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await WithinLongestAsync(Task.WhenAny(seen.Task, exited), $"did not print '{text}'");
        if (!Output.Contains(text, StringComparison.Ordinal))
        {
            Assert.Fail($"waybill ended with exit code {_process.ExitCode} and never printed '{text}':\n{Output}");
        }
    }

    /// <summary>The exit code; fails when the process does not end in minutes.</summary>
    public async Task<int> ExitAsync()
    {
        await WithinLongestAsync(_process.WaitForExitAsync(TestContext.Current.CancellationToken), "did not end");
        return _process.ExitCode;
    }

    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    /// <summary>By its path, so that a test may take everything off the PATH.</summary>
    private static string DotnetPath => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Environment.ProcessPath switch
    {
        { } path when System.IO.Path.GetFileNameWithoutExtension(path) == "dotnet" => path,
        _ => "dotnet",
    };

    private async Task WithinLongestAsync(Task awaited, string otherwise)
    {
        try
        {
            await awaited.WaitAsync(Longest, TimeProvider.System, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"waybill {otherwise} within {Longest.TotalMinutes} minutes; it printed:\n{Output}");
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
            foreach (var (_, seen) in _awaited.Where(awaited => line.Contains(awaited.Text, StringComparison.Ordinal)))
            {
                seen.TrySetResult();
            }
        }
    }
}
