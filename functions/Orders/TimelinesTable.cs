using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Waybill.Orders;

/// <summary>Something that happened to an order.</summary>
public sealed record TimelineEntry(DateTimeOffset Time, string EventId, string EventType);

/// <summary>Keeps the life of each order in DynamoDB, sorted by time.</summary>
public sealed class TimelinesTable(IAmazonDynamoDB dynamoDb, string tableName)
{
    /// <summary>Adds an entry; adding the same one again changes nothing.</summary>
    public Task AddAsync(string orderId, TimelineEntry entry, CancellationToken cancellationToken) => dynamoDb.PutItemAsync(
        new PutItemRequest
        {
            TableName = tableName,
            Item = new()
            {
                ["orderId"] = new(orderId),
                ["entry"] = new($"{SortableTime(entry.Time)}#{entry.EventId}"),
                ["type"] = new(entry.EventType),
            },
        },
        cancellationToken);

    /// <summary>RFC 3339 in UTC with a fixed number of digits, so that texts sort as times do.</summary>
    private static string SortableTime(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
