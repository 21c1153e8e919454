using System.Text.Json;
using System.Text.Json.Nodes;

namespace Waybill.Clients.Tests;

internal static class Expectation
{
    /// <summary>Whether an answer has at least what is expected: members of objects, each item of an array, texts up to an ….</summary>
    public static bool Has(JsonNode? answer, JsonNode? expected) => (answer, expected) switch
    {
        (JsonObject given, JsonObject wanted) => wanted.All(member => Has(given[member.Key], member.Value)),
        (null, JsonObject { Count: 0 } or JsonArray { Count: 0 }) => true, // Some clients leave out what is empty.
        (JsonArray given, JsonArray wanted) => given.Count == wanted.Count && given.Zip(wanted).All(pair => Has(pair.First, pair.Second)),
        (JsonValue given, JsonValue wanted) => Has(given, wanted),
        _ => answer is null && expected is null,
    };

    private static bool Has(JsonValue given, JsonValue wanted) => (given.GetValueKind(), wanted.GetValueKind()) switch
    {
        (JsonValueKind.String, JsonValueKind.String) => (string)wanted! is [.. var start, '…']
            ? ((string)given!).StartsWith(start, StringComparison.Ordinal)
            : (string)given! == (string)wanted!,
        (JsonValueKind.Number, JsonValueKind.Number) => (decimal)given == (decimal)wanted,
        var (one, other) => one == other,
    };
}
