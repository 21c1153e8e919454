using Amazon.DynamoDBv2.Model;
using Waybill.Operations.Accounts;

namespace Waybill.Operations.Consumers;

/// <summary>Asks a consumer's idempotency table what has been done (Waybill.Eventing.Consuming, IdempotencyTable).</summary>
internal sealed class DoneRecords(AwsAccount account)
{
    /// <summary>Most keys of one request (DynamoDB API reference, BatchGetItem).</summary>
    private const int BatchSize = 100;

    private const int AtOnce = 8;

    /// <summary>Keys that DynamoDB put off are asked for again, so often.</summary>
    private const int MostRounds = 20;

    /// <returns>Those of the ids whose effect has taken place.</returns>
    public async Task<IReadOnlySet<string>> DoneAsync(string table, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var done = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(ids.Distinct(StringComparer.Ordinal).Chunk(BatchSize), parallel, async (batch, token) =>
        {
            foreach (var id in await ReadAsync(table, batch, token))
            {
                done.TryAdd(id, true);
            }
        });
        return done.Keys.ToHashSet(StringComparer.Ordinal);
    }

    private async Task<List<string>> ReadAsync(string table, string[] ids, CancellationToken cancellationToken)
    {
        var done = new List<string>();
        var left = new KeysAndAttributes
        {
            Keys = [.. ids.Select(id => new Dictionary<string, AttributeValue> { ["id"] = new(id) })],
            ProjectionExpression = "id, #state",
            ExpressionAttributeNames = new() { ["#state"] = "state" },
            ConsistentRead = true,
        };
        for (var round = 0; left is { Keys.Count: > 0 } && round < MostRounds; round++)
        {
            var answer = await account.DynamoDb.BatchGetItemAsync(
                new BatchGetItemRequest { RequestItems = new() { [table] = left } }, cancellationToken);
            done.AddRange((answer.Responses?.GetValueOrDefault(table) ?? [])
                .Where(item => item.GetValueOrDefault("state")?.S == "done").Select(item => item["id"].S));
            left = answer.UnprocessedKeys?.GetValueOrDefault(table);
        }

        return left is { Keys.Count: > 0 }
            ? throw new OperationException($"The table {table} put {left.Keys.Count} keys off {MostRounds} times; try again later.")
            : done;
    }
}
