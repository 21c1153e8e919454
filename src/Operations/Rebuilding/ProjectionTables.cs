using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Waybill.Operations.Accounts;

namespace Waybill.Operations.Rebuilding;

/// <summary>Counts and empties the tables of projections.</summary>
/// <remarks>A table is emptied and not deleted: it belongs to the team's stack, and the next rebuild fills it.</remarks>
internal sealed class ProjectionTables(AwsAccount account)
{
    /// <summary>Most items of one request (DynamoDB API reference, BatchWriteItem).</summary>
    private const int BatchSize = 25;

    private const int AtOnce = 8;

    /// <summary>What DynamoDB put off is asked for again, so often.</summary>
    private const int MostRounds = 20;

    /// <summary>How many items each table has, exactly; a table is read through for it, at half a read unit per 4 KB.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountAsync(IEnumerable<string> tables, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            var request = new ScanRequest { TableName = table, Select = Select.COUNT };
            counts[table] = await account.DynamoDb.Paginators.Scan(request).Responses
                .Select(page => (long)(page.Count ?? 0)).SumAsync(cancellationToken);
        }

        return counts;
    }

    /// <summary>Deletes every item of a table.</summary>
    /// <param name="table">Which.</param>
    /// <param name="progress">Hears how many items have been deleted so far.</param>
    /// <param name="cancellationToken">Ends it; what is left is deleted the next time.</param>
    public async Task EmptyAsync(string table, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var described = await account.DynamoDb.DescribeTableAsync(table, cancellationToken);
        var keys = described.Table.KeySchema.Index().ToDictionary(key => $"#{key.Index}", key => key.Item.AttributeName);
        var request = new ScanRequest
        {
            TableName = table,
            ProjectionExpression = string.Join(", ", keys.Keys),
            ExpressionAttributeNames = keys,
        };
        var deleted = 0L;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await foreach (var page in account.DynamoDb.Paginators.Scan(request).Responses.WithCancellation(cancellationToken))
        {
            await Parallel.ForEachAsync((page.Items ?? []).Chunk(BatchSize), parallel, async (batch, token) =>
            {
                await DeleteAsync(table, batch, token);
                progress.Report(Interlocked.Add(ref deleted, batch.Length));
            });
        }
    }

    private async Task DeleteAsync(string table, Dictionary<string, AttributeValue>[] keys, CancellationToken cancellationToken)
    {
        List<WriteRequest>? left = [.. keys.Select(key => new WriteRequest(new DeleteRequest(key)))];
        for (var round = 0; left is { Count: > 0 } && round < MostRounds; round++)
        {
            var answer = await account.DynamoDb.BatchWriteItemAsync(
                new BatchWriteItemRequest { RequestItems = new() { [table] = left } }, cancellationToken);
            left = answer.UnprocessedItems?.GetValueOrDefault(table);
        }

        if (left is { Count: > 0 })
        {
            throw new OperationException(
                $"The table {table} put {left.Count} deletions off {MostRounds} times; run the same command again.");
        }
    }
}
