using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Waybill.Local.Machine;

/// <summary>A process that serves a port of 127.0.0.1.</summary>
/// <remarks>When it dies it is started again, on the same port, at most <see cref="MaximumRestarts"/> times.</remarks>
internal sealed class ServerProcess : IAsyncDisposable
{
    public const int MaximumRestarts = 5;

    /// <summary>How a process ends at the terminal's Ctrl-C, which reaches it as it reaches laptop mode: no news, laptop mode ends,
    /// too.</summary>
    private const int Interrupted = 130;

    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly string _name;
    private readonly int _port;
    private readonly ProcessStartInfo _start;
    private readonly Action<string, bool> _onLine;
    private readonly Action<string> _warn;
    private readonly CancellationTokenSource _stopping = new();
    private ChildProcess _process;
    private Task _watch = Task.CompletedTask;

    /// <param name="name">What messages call it, at their beginning.</param>
    /// <param name="port">The port that it serves when started so.</param>
    /// <param name="start">How to start it.</param>
    /// <param name="onLine">Gets its lines, and whether they came from standard error.</param>
    /// <param name="warn">Hears when it has died.</param>
    /// <exception cref="ServerStartException">There is no such executable.</exception>
    public ServerProcess(string name, int port, ProcessStartInfo start, Action<string, bool> onLine, Action<string> warn)
    {
        (_name, _port, _start, _onLine, _warn) = (name, port, start, onLine, warn);
        _process = Launch();
    }

    public Uri Address => new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", _port).Uri;

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
                throw Failed($"ended with exit code {await _process.Exited} at start");
            }

            if (Stopwatch.GetElapsedTime(start) > StartTime)
            {
                throw Failed($"does not answer on port {_port} of 127.0.0.1 after {StartTime.TotalSeconds:0} seconds");
            }

            await Task.Delay(LookEvery, cancellationToken);
        }

        _watch = WatchAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _process.StopAsync(Grace);
        await _watch;
        await _process.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task<bool> AcceptsAsync(CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, _port, cancellationToken);
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
        for (var restart = 1; ; restart++)
        {
            var code = await _process.Exited;
            if (_stopping.IsCancellationRequested || code == Interrupted)
            {
                return;
            }

            var died = $"{_name} ended with exit code {code}: {_process.LastErrors}";
            if (restart > MaximumRestarts)
            {
                _warn($"{died} It has been started again {MaximumRestarts} times and now stays down; start laptop mode anew.");
                return;
            }

            _warn($"{died} It is started again ({restart} of {MaximumRestarts}).");
            await _process.DisposeAsync();
            _process = Launch();
        }
    }

    private ServerStartException Failed(string how) => new($"{_name} {how}.{Environment.NewLine}{_process.LastErrors}");
}

/// <summary>A process that laptop mode needs beside it could not be started; the message says which, and its last lines.</summary>
public sealed class ServerStartException(string message, Exception? inner = null) : LaptopStartException(message, inner);
