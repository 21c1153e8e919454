using System.Text.Json;
using Waybill.Local.Account;

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

    private static string? PartitionKey(Table table)
    {
        IEnumerable<JsonElement> schema =
            Member(table.CreateTableInput, "KeySchema") is { ValueKind: JsonValueKind.Array } parts ? parts.EnumerateArray() : [];
        var hash = schema.FirstOrDefault(part => Member(part, "KeyType")?.GetString() == "HASH");
        return Member(hash, "AttributeName")?.GetString();
    }

    private static IEnumerable<JsonElement> Items(JsonElement request, string table)
    {
        var one = new[] { Member(request, "Key"), Member(request, "Item") };
        var batch = Member(request, "RequestItems") is { } tables ? Member(tables, table) : null;
        var many = batch switch
        {
            { ValueKind: JsonValueKind.Array } writes => writes.EnumerateArray().SelectMany(write => new[]
            {
                Member(Member(write, "PutRequest"), "Item"), Member(Member(write, "DeleteRequest"), "Key"),
            }),
            _ when Member(batch, "Keys") is { ValueKind: JsonValueKind.Array } keys =>
                keys.EnumerateArray().Select(key => (JsonElement?)key),
            _ => [],
        };
        return one.Concat(many).OfType<JsonElement>();
    }

    /// <summary>A key is a text, a number or bytes, each of which is written as a text.</summary>
    private static string? Text(JsonElement item, string key) => Member(item, key) is { ValueKind: JsonValueKind.Object } value
        ? value.EnumerateObject().Where(typed => typed.Value.ValueKind == JsonValueKind.String).Select(typed => typed.Value.GetString())
            .FirstOrDefault()
        : null;

    private static JsonElement? Member(JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var member) ? member : null;
}
