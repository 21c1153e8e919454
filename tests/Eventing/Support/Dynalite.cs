using System.Diagnostics;
using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace Waybill.Tests.Support;

/// <summary>
/// A real DynamoDB-compatible server, started for a test class and stopped with it.
/// </summary>
public sealed class Dynalite : IAsyncLifetime
{
    // Tells its port on the first line; ends with us, because its standard input then does.
    private const string Script = """
        const server = require('dynalite')({ createTableMs: 0 });
        server.listen(0, '127.0.0.1', () => console.log(server.address().port));
        process.stdin.on('end', () => process.exit()).resume();
        """;

    private static readonly BasicAWSCredentials Credentials = new("local", "local");

    private Process? _node;

    public Uri Address { get; private set; } = null!;

    public IAmazonDynamoDB Client { get; private set; } = null!;

    /// <summary>A client whose requests can be watched or disturbed on their way.</summary>
    public IAmazonDynamoDB ClientThrough(DelegatingHandler handler, int? retries = null) => CreateClient(new HttpThrough(handler), retries);

    /// <summary>An empty table of a name nobody else has.</summary>
    public async Task<string> CreateTableAsync(string partitionKey, string? sortKey = null)
    {
        var name = $"table-{Guid.CreateVersion7():N}";
        var keys = new[] { (Name: partitionKey, Type: KeyType.HASH), (Name: sortKey, Type: KeyType.RANGE) }
            .Where(key => key.Name is not null).ToList();
        await Client.CreateTableAsync(new CreateTableRequest
        {
            TableName = name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = [.. keys.Select(key => new KeySchemaElement(key.Name, key.Type))],
            AttributeDefinitions = [.. keys.Select(key => new AttributeDefinition(key.Name, ScalarAttributeType.S))],
        });
        while ((await Client.DescribeTableAsync(name)).Table.TableStatus != TableStatus.ACTIVE)
        {
            await Task.Yield();
        }

        return name;
    }

    public async ValueTask InitializeAsync()
    {
        _node = Start("node", "-e", Script);
        var port = await _node.StandardOutput.ReadLineAsync();
        Assert.True(int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _), $"dynalite did not start: {port}");
        Address = new Uri($"http://127.0.0.1:{port}");
        Client = CreateClient(httpClientFactory: null);
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (_node is not null)
        {
            _node.StandardInput.Close();
            await _node.WaitForExitAsync();
            _node.Dispose();
        }
    }

    private AmazonDynamoDBClient CreateClient(HttpClientFactory? httpClientFactory, int? retries = null) => new(
        Credentials,
        Configured(
            new AmazonDynamoDBConfig
            {
                ServiceURL = Address.ToString(),
                AuthenticationRegion = "eu-west-1",
                HttpClientFactory = httpClientFactory,
            },
            retries));

    private static AmazonDynamoDBConfig Configured(AmazonDynamoDBConfig config, int? retries)
    {
        config.MaxErrorRetry = retries ?? config.MaxErrorRetry;
        return config;
    }

    private static Process Start(string command, params IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = Checkout.Root,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
}
