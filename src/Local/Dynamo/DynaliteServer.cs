using System.Diagnostics;
using System.Globalization;
using Waybill.Local.Machine;

namespace Waybill.Local.Dynamo;

/// <summary>DynamoDB on a laptop: dynalite, in a process of its own, its tables in a folder.</summary>
public sealed class DynaliteServer : IAsyncDisposable
{
    /// <summary>How it ends when its tables cannot be read; why is the last it says.</summary>
    private const int Damaged = 3;

    // dynalite's own command line listens to the whole network, and does not notice that whoever started it is gone. It ends at what its
    // checks did not foresee, and finds out that its store is damaged only at a request.
    private const string Script =
        """
        const [folder, port] = process.argv.slice(1);
        const refusal = (statusCode, __type, message) => Object.assign(new Error(message), { statusCode, body: { __type, message } });
        const checks = require('dynalite/validations');
        for (const name of ['checkTypes', 'checkValidations']) {
            const check = checks[name];
            checks[name] = (...request) => {
                try { return check(...request); }
                catch (error) {
                    throw error.statusCode ? error : refusal(
                        400, 'SerializationException', `The request is not of DynamoDB's shape: ${error.message}`);
                }
            };
        }
        const actions = require('path').join(require.resolve('dynalite'), '..', 'actions');
        for (const name of require('fs').readdirSync(actions)) {
            const file = require.resolve(`${actions}/${name}`), act = require(file);
            require.cache[file].exports = (store, request, answer) => {
                const failed = error => error?.statusCode ? error
                    : error && refusal(500, 'InternalServerError', `dynalite: ${error.message}`);
                try { act(store, request, (error, answered) => answer(failed(error), answered)); }
                catch (error) { answer(failed(error)); }
            };
        }
        const { Level } = require('module').createRequire(require.resolve('dynalite'))('level');
        async function readAll() {
            const store = new Level(folder, { valueEncoding: 'json' });
            await store.open();
            const all = store.iterator();
            while ((await all.nextv(1000)).length > 0);
            await all.close();
            await store.close();
        }
        async function begin(waited) {
            try { await readAll(); }
            catch (error) {
                // One whose laptop was killed needs a moment to end.
                if (error.cause?.code === 'LEVEL_LOCKED' && waited < 10_000) return setTimeout(begin, 50, waited + 50);
                console.error(error.cause?.message ?? error.message);
                process.exit(3);
            }
            const server = require('dynalite')({ path: folder, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
            server.on('error', error => { console.error(error.message); process.exit(1); });
            server.listen(Number(port), '127.0.0.1');
            process.stdin.on('end', () => {
                server.close(() => process.exit(0));
                server.closeAllConnections();
            });
        }
        // Signals reach every process at the terminal; this one ends last, when its input does.
        process.on('SIGINT', () => { });
        process.on('SIGTERM', () => { });
        process.stdin.on('end', () => setTimeout(() => process.exit(0), 500));
        process.stdin.resume();
        begin(0);
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
    /// <exception cref="DynamoDbStartException">dynalite is missing, or its tables cannot be read.</exception>
    /// <exception cref="ServerStartException">Node is missing, or it ended, or took too long, instead of answering.</exception>
    public static async Task<DynaliteServer> StartAsync(
        string nodeFolder, string dataFolder, Action<string> warn, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Path.Combine(nodeFolder, "node_modules", "dynalite")))
        {
            throw new DynamoDbStartException(
                $"dynalite, the DynamoDB of laptop mode, is not installed in {nodeFolder}; run 'npm ci' there.");
        }

        OwnFiles.MakeFolder(dataFolder);
        var server = new DynaliteServer(nodeFolder, dataFolder, warn);
        try
        {
            await server._process.AnsweringAsync(cancellationToken);
            return server;
        }
        catch (ServerStartException failure) when (failure.ExitCode == Damaged)
        {
            await server.DisposeAsync();
            throw new DynamoDbStartException(
                $"DynamoDB's tables in '{dataFolder}' cannot be read ({failure.LastLines}). Put a copy in their place, delete that folder, "
                    + "or name another data folder.", failure);
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
