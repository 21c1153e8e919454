using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Waybill.Local.Machine;

namespace Waybill.Local.Dynamo;

/// <summary>DynamoDB on a laptop: dynalite, in a process of its own, its tables in a folder.</summary>
/// <remarks>When the process dies it is started again on the same port, with the same data,
/// at most <see cref="MaximumRestarts"/> times.</remarks>
public sealed class DynaliteServer : IAsyncDisposable
{
    public const int MaximumRestarts = 5;

    // dynalite's own command line cannot pick a free port, nor notice that whoever started it is gone.
    private const string Script =
        """
        const [folder, port] = process.argv.slice(1);
        const server = require('dynalite')({ path: folder, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
        server.on('error', error => { console.error(error.message); process.exit(1); });
        server.listen(Number(port), '127.0.0.1', () => console.log('listening ' + server.address().port));
        // Signals reach every process at the terminal; this one ends last, when its input does.
        process.on('SIGINT', () => { });
        process.on('SIGTERM', () => { });
        process.stdin.resume();
        process.stdin.on('end', () => {
            server.close(() => process.exit(0));
            server.closeAllConnections();
        });
        """;

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly string _nodeFolder;
    private readonly string _dataFolder;
    private readonly Action<string> _warn;
    private readonly CancellationTokenSource _stopping = new();
    private ChildProcess? _process;
    private Task _watch = Task.CompletedTask;

    private DynaliteServer(string nodeFolder, string dataFolder, Action<string> warn)
    {
        _nodeFolder = nodeFolder;
        _dataFolder = dataFolder;
        _warn = warn;
    }

    /// <summary>Where it answers.</summary>
    public Uri Endpoint { get; private set; } = null!;

    internal int ProcessId => _process!.Id;

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="nodeFolder">The folder whose <c>node_modules</c> has dynalite.</param>
    /// <param name="dataFolder">Where the tables are kept; made when missing.</param>
    /// <param name="warn">Hears that the process died and what was done about it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="DynamoDbStartException">Node or dynalite is missing, or it ended,
    /// or took too long, instead of answering.</exception>
    public static async Task<DynaliteServer> StartAsync(
        string nodeFolder, string dataFolder, Action<string> warn, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Path.Combine(nodeFolder, "node_modules", "dynalite")))
        {
            throw new DynamoDbStartException(
                $"dynalite, the DynamoDB of laptop mode, is not installed in {nodeFolder}; run 'npm ci' there.");
        }

        Directory.CreateDirectory(dataFolder);
        var server = new DynaliteServer(nodeFolder, dataFolder, warn);
        try
        {
            await server.LaunchAsync(port: 0, cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
        server._watch = server.WatchAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_process is not null)
        {
            await _process.StopAsync(Grace);
        }

        await _watch;
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _stopping.Dispose();
    }

    private async Task LaunchAsync(int port, CancellationToken cancellationToken)
    {
        var listening = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Start(port, (line, _) =>
        {
            if (line.Split(' ') is ["listening", var number])
            {
                listening.TrySetResult(int.Parse(number, CultureInfo.InvariantCulture));
            }
        });
        if (await FirstAsync(listening.Task, _process.Exited, cancellationToken) != listening.Task)
        {
            throw new DynamoDbStartException(
                $"dynalite ended with exit code {await _process.Exited} at start, data in "
                    + $"{_dataFolder}:{Environment.NewLine}{_process.LastErrors}");
        }

        Endpoint = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", await listening.Task).Uri;
    }

    private async Task<Task> FirstAsync(Task listening, Task exited, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.WhenAny(listening, exited).WaitAsync(StartTime, cancellationToken);
        }
        catch (TimeoutException late)
        {
            throw new DynamoDbStartException(
                $"dynalite has not answered within {StartTime.TotalSeconds:0} seconds, data in "
                    + $"{_dataFolder}:{Environment.NewLine}{_process!.LastErrors}", late);
        }
    }

    private ChildProcess Start(int port, Action<string, bool> onLine)
    {
        var arguments = new[] { "-e", Script, "--", _dataFolder, port.ToString(CultureInfo.InvariantCulture) };
        try
        {
            return ChildProcess.Start(new ProcessStartInfo("node", arguments) { WorkingDirectory = _nodeFolder }, onLine);
        }
        catch (Win32Exception missing)
        {
            throw new DynamoDbStartException(
                "Laptop mode needs Node.js 20 or newer for DynamoDB, and there is no 'node' on the PATH.", missing);
        }
    }

    private async Task WatchAsync()
    {
        for (var restart = 1; ; restart++)
        {
            var code = await _process!.Exited;
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            var died = $"DynamoDB (dynalite) ended with exit code {code}: {_process.LastErrors}";
            if (restart > MaximumRestarts)
            {
                _warn($"{died} It has been started again {MaximumRestarts} times and now stays down; start laptop mode anew.");
                return;
            }
            _warn($"{died} It is started again ({restart} of {MaximumRestarts}).");
            await _process.DisposeAsync();
            try
            {
                await LaunchAsync(Endpoint.Port, _stopping.Token);
            }
            catch (DynamoDbStartException failure)
            {
                _warn(failure.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}

/// <summary>DynamoDB could not be started; the message says what to do.</summary>
public sealed class DynamoDbStartException(string message, Exception? inner = null) : LaptopStartException(message, inner);
