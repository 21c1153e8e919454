using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Table = Waybill.Local.Account.Table;

namespace Waybill.Local.Dynamo;

/// <summary>Creates the template's tables that DynamoDB does not have yet.</summary>
internal static class TableCreation
{
    /// <summary>Creates what is missing, and returns when every table can be written to.</summary>
    /// <exception cref="DynamoDbStartException">DynamoDB does not answer or refuses a table,
    /// or has one with other keys than the template's.</exception>
    public static async Task CreateMissingAsync(IAmazonDynamoDB dynamo, IEnumerable<Table> tables, CancellationToken cancellationToken)
    {
        foreach (var table in tables)
        {
            try
            {
                await CreateIfMissingAsync(dynamo, table, cancellationToken);
            }
            catch (Exception failure) when (failure is AmazonServiceException or AmazonClientException or HttpRequestException)
            {
                throw new DynamoDbStartException(
                    $"Table {table.Name} could not be created in DynamoDB at {dynamo.Config.ServiceURL}: {failure.Message}", failure);
            }
        }
    }

    private static async Task CreateIfMissingAsync(IAmazonDynamoDB dynamo, Table table, CancellationToken cancellationToken)
    {
        var wanted = CreateTableInput.Read(table);
        var existing = await DescribeAsync(dynamo, table.Name, cancellationToken);
        if (existing is null)
        {
            await dynamo.CreateTableAsync(wanted, cancellationToken);
        }
        else if (!SameKeys(existing.KeySchema, wanted.KeySchema))
        {
            throw new DynamoDbStartException(
                $"Table {table.Name} exists with the keys {Text(existing.KeySchema)}, and the template says {Text(wanted.KeySchema)}: "
                + "a table's keys cannot be changed. Delete laptop mode's data folder to start afresh.");
        }

        await WaitUntilActiveAsync(dynamo, table.Name, cancellationToken);
    }

    private static async Task WaitUntilActiveAsync(IAmazonDynamoDB dynamo, string table, CancellationToken cancellationToken)
    {
        const int Attempts = 300;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if ((await DescribeAsync(dynamo, table, cancellationToken))?.TableStatus == TableStatus.ACTIVE)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
        throw new DynamoDbStartException($"Table {table} has not become ACTIVE in 30 seconds.");
    }

    private static async Task<TableDescription?> DescribeAsync(IAmazonDynamoDB dynamo, string table, CancellationToken cancellationToken)
    {
        try
        {
            return (await dynamo.DescribeTableAsync(table, cancellationToken)).Table;
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    private static bool SameKeys(List<KeySchemaElement> one, List<KeySchemaElement> other) =>
        string.Equals(Text(one), Text(other), StringComparison.Ordinal);

    private static string Text(List<KeySchemaElement> keys) =>
        string.Join(", ", keys.Select(key => $"{key.AttributeName} ({key.KeyType.Value})"));
}
