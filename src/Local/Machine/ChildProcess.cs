using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Waybill.Local.Machine;

/// <summary>A process laptop mode started: its lines are read, and it is ended with everything it started in turn.</summary>
/// <remarks>It ends with laptop mode, however that ends (<see cref="Family"/>), and its children with it. Its standard input is a pipe that
/// closes then; a child that wants to end by itself reads it.</remarks>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int KeptErrorLines = 20;
    private const int SigTerm = 15;
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly string _mark;
    private readonly Queue<string> _errorLines = new();

    private ChildProcess(Process process, string mark, Action<string, bool> onLine)
    {
        _process = process;
        _mark = mark;
        Id = process.Id;
        Exited = RunAsync(onLine);
    }

    public int Id { get; }

    /// <summary>Completes with the exit code when the process has ended and its last lines have been read.</summary>
    public Task<int> Exited { get; }

    /// <summary>The newest lines on standard error, for an error message.</summary>
    public string LastErrors
    {
        get
        {
            lock (_errorLines)
            {
                return string.Join(Environment.NewLine, _errorLines);
            }
        }
    }

    /// <summary>Starts a process; <paramref name="onLine"/> gets each line and whether it came from standard error.</summary>
    /// <exception cref="Win32Exception">The file could not be started.</exception>
    public static ChildProcess Start(ProcessStartInfo start, Action<string, bool> onLine)
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        var mark = Family.Join(start);
        return new ChildProcess(Process.Start(start)!, mark, onLine);
    }

    /// <summary>Asks the process to end (it gets SIGTERM, and its input ends),
    /// and ends it when it has not after <paramref name="grace"/>.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        if (!Exited.IsCompleted)
        {
            _process.StandardInput.Close();
            if (!OperatingSystem.IsWindows() && !_process.HasExited) // An ended process's id may be another's by now.
            {
                _ = Signal(Id, SigTerm);
            }

            await Task.WhenAny(Exited, Task.Delay(grace));
        }
        Kill();
        await Exited;
    }

    /// <summary>Ends the process and its descendants at once.</summary>
    public void Kill()
    {
        try
        {
            if (!Exited.IsCompleted)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself in the meantime.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        _process.Dispose();
    }

    private async Task<int> RunAsync(Action<string, bool> onLine)
    {
        var lines = Task.WhenAll(PumpAsync(_process.StandardOutput, false, onLine), PumpAsync(_process.StandardError, true, onLine));
        await _process.WaitForExitAsync();
        Family.EndLeftBehind(_mark);
        // One that escaped may hold the pipes open for ever.
        await Task.WhenAny(lines, Task.Delay(DrainTime));
        return _process.ExitCode;
    }

    private async Task PumpAsync(StreamReader stream, bool isError, Action<string, bool> onLine)
    {
        await Task.Yield();
        var lines = new LineReader(stream);
        while (await lines.ReadLineAsync() is { } line)
        {
            if (isError)
            {
                Keep(line);
            }

            onLine(line, isError);
        }
    }

    private void Keep(string line)
    {
        lock (_errorLines)
        {
            _errorLines.Enqueue(line);
            if (_errorLines.Count > KeptErrorLines)
            {
                _errorLines.Dequeue();
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
