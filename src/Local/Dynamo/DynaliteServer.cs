using System.Diagnostics;
using System.Globalization;
using Waybill.Local.Machine;

namespace Waybill.Local.Dynamo;

/// <summary>DynamoDB on a laptop: dynalite, in a process of its own, its tables in a folder.</summary>
public sealed class DynaliteServer : IAsyncDisposable
{
    // dynalite's own command line listens to the whole network, and does not notice that whoever started it is gone.
    private const string Script =
        """
        const [folder, port] = process.argv.slice(1);
        const server = require('dynalite')({ path: folder, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
        server.on('error', error => { console.error(error.message); process.exit(1); });
        server.listen(Number(port), '127.0.0.1');
        // Signals reach every process at the terminal; this one ends last, when its input does.
        process.on('SIGINT', () => { });
        process.on('SIGTERM', () => { });
        process.stdin.resume();
        process.stdin.on('end', () => {
            server.close(() => process.exit(0));
            server.closeAllConnections();
        });
        """;

    /// <summary>The operations of DynamoDB that dynalite has.</summary>
    internal static readonly IReadOnlyList<string> Operations =
    [
        "BatchGetItem", "BatchWriteItem", "CreateTable", "DeleteItem", "DeleteTable", "DescribeTable", "DescribeTimeToLive", "GetItem",
        "ListTables", "ListTagsOfResource", "PutItem", "Query", "Scan", "TagResource", "UntagResource", "UpdateItem", "UpdateTable",
    ];

    private readonly ServerProcess _process;

    private DynaliteServer(string nodeFolder, string dataFolder, Action<string> warn) => _process = new ServerProcess(
        "DynamoDB (dynalite, on Node.js 20 or newer)",
        port => new ProcessStartInfo("node", ["-e", Script, "--", dataFolder, port.ToString(CultureInfo.InvariantCulture)])
        {
            WorkingDirectory = nodeFolder,
        },
        (_, _) => { }, warn);

    /// <summary>Where it answers.</summary>
    public Uri Endpoint => _process.Address;

    internal int ProcessId => _process.ProcessId;

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="nodeFolder">The folder whose <c>node_modules</c> has dynalite.</param>
    /// <param name="dataFolder">Where the tables are kept; made when missing.</param>
    /// <param name="warn">Hears that the process died and what was done about it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="DynamoDbStartException">dynalite is missing.</exception>
    /// <exception cref="ServerStartException">Node is missing, or it ended, or took too long, instead of answering.</exception>
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
            await server._process.AnsweringAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}

/// <summary>DynamoDB could not be started; the message says what to do.</summary>
public sealed class DynamoDbStartException(string message, Exception? inner = null) : LaptopStartException(message, inner);
