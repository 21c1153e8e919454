using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Table = Waybill.Local.Account.Table;

namespace Waybill.Local.Dynamo;

/// <summary>Takes tables away that a template no longer has, or has with other keys.</summary>
internal static class TableDeletion
{
    private const int MostCounted = 1000;

    /// <summary>What tables hold ("12 items"), by ARN; those that are empty are left out.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ItemsAsync(
        IAmazonDynamoDB dynamo, IEnumerable<Table> tables, CancellationToken cancellationToken)
    {
        var items = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            try
            {
                var scan = await dynamo.ScanAsync(
                    new ScanRequest { TableName = table.Name, Select = Select.COUNT, Limit = MostCounted }, cancellationToken);
                if (scan.Count > 0)
                {
                    items[table.Arn] = $"{scan.Count}{(scan.Count == MostCounted ? " or more" : "")} items";
                }
            }
            catch (ResourceNotFoundException)
            {
                // It holds nothing, then.
            }
        }

        return items;
    }

    public static async Task DeleteAsync(IAmazonDynamoDB dynamo, IEnumerable<string> tableArns, CancellationToken cancellationToken)
    {
        foreach (var arn in tableArns)
        {
            try
            {
                await DeleteAsync(dynamo, arn.Split(":table/")[^1], cancellationToken);
            }
            catch (ResourceNotFoundException)
            {
                // It is gone.
            }
        }
    }

    /// <summary>A table is deleted for a while before it is gone, and only then can be made anew.</summary>
    private static async Task DeleteAsync(IAmazonDynamoDB dynamo, string table, CancellationToken cancellationToken)
    {
        const int Attempts = 300;
        await dynamo.DeleteTableAsync(table, cancellationToken);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await dynamo.DescribeTableAsync(table, cancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }

        throw new DynamoDbStartException($"Table {table} is still there 30 seconds after it was deleted.");
    }
}
