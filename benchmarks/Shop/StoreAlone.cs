using System.Diagnostics;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Waybill.Local.Dynamo;

namespace Waybill.Shop.Benchmarks;

/// <summary>The baseline of throughput: what laptop mode's DynamoDB does when nothing but one client uses it.</summary>
internal static class StoreAlone
{
    private const int Connections = 16;
    private const int WarmUpWrites = 500;
    private const int Writes = 4_000;
    private const string Table = "baseline";

    /// <summary>Conditional PutItem calls of new items per second, from sixteen connections that each wait for their answer.</summary>
    public static async Task<double> WritesPerSecondAsync(string nodeFolder, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using var server = await DynaliteServer.StartAsync(nodeFolder, folder.Path, Console.Error.WriteLine, cancellationToken);
        using var client = new AmazonDynamoDBClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonDynamoDBConfig
            {
                ServiceURL = server.Endpoint.ToString(),
                AuthenticationRegion = "eu-central-1",
                MaxConnectionsPerServer = Connections,
            });
        await client.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = Table,
                KeySchema = [new KeySchemaElement("id", KeyType.HASH)],
                AttributeDefinitions = [new AttributeDefinition("id", ScalarAttributeType.S)],
                BillingMode = BillingMode.PAY_PER_REQUEST,
            },
            cancellationToken);
        await WriteAsync(client, 0, WarmUpWrites, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        await WriteAsync(client, WarmUpWrites, Writes, cancellationToken);
        return Writes / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static Task WriteAsync(AmazonDynamoDBClient client, int first, int count, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            Enumerable.Range(first, count),
            new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellationToken },
            async (n, stop) => await client.PutItemAsync(
                new PutItemRequest
                {
                    TableName = Table,
                    Item = new() { ["id"] = new($"Consumer#{n}"), ["expiresAt"] = new() { N = "1800000000" } },
                    ConditionExpression = "attribute_not_exists(id)",
                },
                stop));
}
