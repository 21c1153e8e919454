using System.Diagnostics;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Waybill.Local.Dynamo;
using Table = Waybill.Local.Account.Table;

namespace Waybill.Local.Tests.Dynamo;

public sealed class DynaliteTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("waybill-dynamo-").FullName;

    private static Dictionary<string, AttributeValue> Key => new(StringComparer.Ordinal) { ["orderId"] = new("1") };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Keeps_items_when_it_is_stopped_and_started_again()
    {
        await using (var server = await StartAsync())
        {
            using var client = Client(server);
            await TableCreation.CreateMissingAsync(client, [Orders()], Cancelled);
            await client.PutItemAsync("orders", Key, Cancelled);
        }
        await using (var server = await StartAsync())
        {
            using var client = Client(server);
            await TableCreation.CreateMissingAsync(client, [Orders()], Cancelled);
            Assert.True((await client.GetItemAsync("orders", Key, Cancelled)).IsItemSet);
        }
    }

    [Fact]
    public void Has_the_operations_it_is_said_to_have()
    {
        var actions = Directory.EnumerateFiles(Path.Combine(Repository.Root, "node_modules", "dynalite", "actions"), "*.js")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Select(action => char.ToUpperInvariant(action[0]) + action[1..]);

        Assert.Equal(actions.Order(StringComparer.Ordinal), DynaliteServer.Operations);
    }

    [Fact]
    public async Task Is_started_again_on_the_same_port_when_it_dies()
    {
        var warned = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StartAsync(message => warned.TrySetResult(message));
        using var client = Client(server);
        await TableCreation.CreateMissingAsync(client, [Orders()], Cancelled);

        using (var process = Process.GetProcessById(server.ProcessId))
        {
            process.Kill();
        }

        Assert.Contains(
            "started again (1 of 5 a minute)", await warned.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancelled), StringComparison.Ordinal);
        // The SDK tries again while the port is closed.
        Assert.Equal(["orders"], (await client.ListTablesAsync(Cancelled)).TableNames);
    }

    [Theory]
    [InlineData("CURRENT")]
    [InlineData("MANIFEST-*")]
    public async Task A_damaged_store_is_one_error_at_start(string files)
    {
        await using (await StartAsync())
        {
        }

        var store = Path.Combine(_folder, "dynamodb");
        foreach (var file in Directory.EnumerateFiles(store, files))
        {
            await File.WriteAllTextAsync(file, "damaged", Cancelled);
        }

        var error = await Assert.ThrowsAsync<DynamoDbStartException>(() => StartAsync());

        Assert.StartsWith($"DynamoDB's tables in '{store}' cannot be read (", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_table_whose_keys_have_changed()
    {
        await using var server = await StartAsync();
        using var client = Client(server);
        await TableCreation.CreateMissingAsync(client, [Orders()], Cancelled);

        var error = await Assert.ThrowsAsync<DynamoDbStartException>(
            () => TableCreation.CreateMissingAsync(client, [Orders(key: "id")], Cancelled));

        Assert.Contains("orderId (HASH), and the template says id (HASH)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_a_member_of_a_table_that_it_cannot_do()
    {
        var input = JsonSerializer.Deserialize<JsonElement>("""{"StreamSpecification":{"StreamViewType":"NEW_IMAGE"}}""");

        var error = Assert.Throws<DynamoDbStartException>(() => CreateTableInput.Read(new Table("orders", "arn", input, null)));

        Assert.Contains("StreamSpecification", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_table_and_the_address_when_DynamoDB_does_not_answer()
    {
        using var client = new AmazonDynamoDBClient(
            new BasicAWSCredentials("local", "local"), new AmazonDynamoDBConfig { ServiceURL = "http://127.0.0.1:1", MaxErrorRetry = 0 });

        var error = await Assert.ThrowsAsync<DynamoDbStartException>(() => TableCreation.CreateMissingAsync(client, [Orders()], Cancelled));

        Assert.StartsWith("Table orders could not be created in DynamoDB at http://127.0.0.1:1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_to_run_when_dynalite_is_not_installed()
    {
        var error = await Assert.ThrowsAsync<DynamoDbStartException>(
            () => DynaliteServer.StartAsync(_folder, _folder, _ => { }, Cancelled));

        Assert.Contains("npm ci", error.Message, StringComparison.Ordinal);
    }

    private Task<DynaliteServer> StartAsync(Action<string>? warn = null) =>
        DynaliteServer.StartAsync(Repository.Root, Path.Combine(_folder, "dynamodb"), warn ?? (_ => { }), Cancelled);

    private static AmazonDynamoDBClient Client(DynaliteServer server) => new(
        new BasicAWSCredentials("local", "local"),
        new AmazonDynamoDBConfig { ServiceURL = server.Endpoint.ToString(), AuthenticationRegion = "eu-west-1", MaxErrorRetry = 10 });

    private static Table Orders(
        string key = "orderId") => new("orders", "arn:aws:dynamodb:eu-west-1:000000000000:table/orders",
        JsonSerializer.Deserialize<JsonElement>(
        $$"""
        {
          "AttributeDefinitions": [{ "AttributeName": "{{key}}", "AttributeType": "S" }],
          "KeySchema": [{ "AttributeName": "{{key}}", "KeyType": "HASH" }],
          "BillingMode": "PAY_PER_REQUEST"
        }
        """), null);
}
