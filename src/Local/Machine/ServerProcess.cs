using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Waybill.Local.Machine;

/// <summary>A process that serves a port of 127.0.0.1.</summary>
/// <remarks>When it dies it is started again, on the same port, at most <see cref="MaximumRestarts"/> times a minute.</remarks>
internal sealed class ServerProcess : IAsyncDisposable
{
    public const int MaximumRestarts = 5;

    /// <summary>How a process ends at the terminal's Ctrl-C, which reaches it as it does laptop mode: no news, that ends, too.</summary>
    private const int Interrupted = 130;

    private static readonly TimeSpan RestartsCount = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Where no system takes the ports of outgoing connections from: one could have a server's before it listens.</summary>
    private const int LowestPort = 20_000;
    private const int Ports = 10_000;

    private readonly string _name;
    private readonly ProcessStartInfo _start;
    private readonly Action<string, bool> _onLine;
    private readonly Action<string> _warn;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ChildProcess _process;
    private Task _watch = Task.CompletedTask;

    /// <param name="name">What messages call it, at their beginning.</param>
    /// <param name="describe">How to start it, given its port.</param>
    /// <param name="onLine">Gets its lines, and whether they came from standard error.</param>
    /// <param name="warn">Hears when it has died.</param>
    /// <param name="time">The clock that restarts are counted by; the machine's when null.</param>
    /// <exception cref="ServerStartException">There is no such executable.</exception>
    public ServerProcess(
        string name, Func<int, ProcessStartInfo> describe, Action<string, bool> onLine, Action<string> warn, TimeProvider? time = null)
    {
        var port = FreePort();
        Address = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri;
        (_name, _start, _onLine, _warn, _time) = (name, describe(port), onLine, warn, time ?? TimeProvider.System);
        _process = Launch();
    }

    public Uri Address { get; }

    public int ProcessId => _process.Id;

    /// <summary>Waits until it accepts connections; from then on it is started again when it dies.</summary>
    /// <exception cref="ServerStartException">It ended instead, or took longer than a minute.</exception>
    public async Task AnsweringAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await AcceptsAsync(cancellationToken))
        {
            if (_process.Exited.IsCompleted)
            {
                var code = await _process.Exited;
                throw Failed($"ended with exit code {code} at start", code);
            }

            if (Stopwatch.GetElapsedTime(start) > StartTime)
            {
                throw Failed($"does not answer on {Address.Authority} after {StartTime.TotalSeconds:0} seconds");
            }

            await Task.Delay(LookEvery, cancellationToken);
        }

        _watch = WatchAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _stopping.TrySetResult();
        await _watch;
        await _process.StopAsync(Grace);
        await _process.DisposeAsync();
    }

    /// <summary>A port that nobody listens on. Looking for it begins anywhere, so that two who look at once do not find the same.</summary>
    private static int FreePort()
    {
        for (var port = LowestPort + (int)(Stopwatch.GetTimestamp() / 100 % Ports); ; port++)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // The next one, then.
            }
        }
    }

    private async Task<bool> AcceptsAsync(CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Address.Port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private ChildProcess Launch()
    {
        try
        {
            return ChildProcess.Start(_start, _onLine);
        }
        catch (Win32Exception missing)
        {
            throw new ServerStartException($"{_name} cannot be started: {missing.Message}", missing);
        }
    }

    private async Task WatchAsync()
    {
        var restarts = new Queue<long>();
        while (await Task.WhenAny(_stopping.Task, _process.Exited) != _stopping.Task)
        {
            var code = await _process.Exited;
            if (code == Interrupted)
            {
                return;
            }

            while (restarts.TryPeek(out var earlier) && _time.GetElapsedTime(earlier) > RestartsCount)
            {
                restarts.Dequeue();
            }

            var died = $"{_name} ended with exit code {code}: {_process.LastErrors}";
            if (restarts.Count < MaximumRestarts)
            {
                _warn($"{died} It is started again ({restarts.Count + 1} of {MaximumRestarts} a minute).");
            }
            else if (!await PauseAsync(died, RestartsCount - _time.GetElapsedTime(restarts.Dequeue())))
            {
                return;
            }

            restarts.Enqueue(_time.GetTimestamp());
            await _process.DisposeAsync();
            try
            {
                _process = Launch();
            }
            catch (ServerStartException gone)
            {
                _warn(gone.Message);
                return;
            }
        }
    }

    /// <returns>False when all is ending.</returns>
    private async Task<bool> PauseAsync(string died, TimeSpan pause)
    {
        pause = pause > TimeSpan.Zero ? pause : TimeSpan.Zero;
        _warn($"{died} It has been started again {MaximumRestarts} times within a minute; the next time is in {pause.TotalSeconds:0} s.");
        return await Task.WhenAny(_stopping.Task, Task.Delay(pause, _time)) != _stopping.Task;
    }

    private ServerStartException Failed(string how, int? code = null) =>
        new($"{_name} {how}.{Environment.NewLine}{_process.LastErrors}") { ExitCode = code, LastLines = _process.LastErrors };
}

/// <summary>A process that laptop mode needs beside it could not be started; the message says which, and its last lines.</summary>
public sealed class ServerStartException(string message, Exception? inner = null) : LaptopStartException(message, inner)
{
    /// <summary>How it ended; null when it did not.</summary>
    internal int? ExitCode { get; init; }

    /// <summary>The last it wrote to standard error.</summary>
    internal string LastLines { get; init; } = "";
}
