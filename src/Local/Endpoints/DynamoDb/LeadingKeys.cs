using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.DynamoDb;

/// <summary>The partition keys of the items that a request is about: what policies call <c>dynamodb:LeadingKeys</c>.</summary>
/// <remarks>
/// <para>Of requests for one item and for a batch. That of a query is in an expression, which is not read; a scan is about all.</para>
/// <para>https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html</para>
/// </remarks>
internal static class LeadingKeys
{
    public const string ContextKey = "dynamodb:LeadingKeys";

    /// <summary>None of a table that is not known.</summary>
    /// <param name="request">A request of DynamoDB's shape.</param>
    /// <param name="name">What the request calls the table.</param>
    /// <param name="table">The table.</param>
    public static IReadOnlyList<string> Of(JsonElement request, string name, Table? table) =>
        table is not null && PartitionKey(table) is { } key
            ? [.. Items(request, name).Select(item => Text(item, key)).OfType<string>()]
            : [];

    private static string? PartitionKey(Table table) => table.CreateTableInput.Items("KeySchema")
        .Where(part => part.Text("KeyType") == "HASH").Select(part => part.Text("AttributeName")).FirstOrDefault();

    private static IEnumerable<JsonElement> Items(JsonElement request, string table)
    {
        JsonElement?[] one = [request.Object("Key"), request.Object("Item")];
        var many = request.Object("RequestItems") is { } tables && tables.TryGetProperty(table, out var batch) ? OfBatch(batch) : [];
        return one.Concat(many).OfType<JsonElement>();
    }

    private static IEnumerable<JsonElement?> OfBatch(JsonElement batch) => batch.ValueKind == JsonValueKind.Array
        ? batch.EnumerateArray().SelectMany(
            write => new[] { write.Object("PutRequest")?.Object("Item"), write.Object("DeleteRequest")?.Object("Key") })
        : batch.Items("Keys").Select(key => (JsonElement?)key);

    /// <summary>A key is a text, a number or bytes, each of which is written as a text.</summary>
    private static string? Text(JsonElement item, string key) => item.Object(key)?.EnumerateObject()
        .Where(typed => typed.Value.ValueKind == JsonValueKind.String).Select(typed => typed.Value.GetString()).FirstOrDefault();
}
