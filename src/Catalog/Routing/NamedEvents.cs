using System.Text.Json;

namespace Waybill.Catalog.Routing;

/// <summary>The events a pattern names word for word in its <c>detail-type</c>.</summary>
internal static class NamedEvents
{
    /// <summary>Each name with its JSON pointer inside the pattern; what <c>prefix</c> and the like let through is named nowhere.</summary>
    public static IReadOnlyList<(string DetailType, string At)> Of(string pattern)
    {
        using var document = JsonDocument.Parse(pattern);
        return [.. Of(document.RootElement, "", inOr: false)];
    }

    private static IEnumerable<(string DetailType, string At)> Of(JsonElement part, string at, bool inOr)
    {
        if (part.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        if (part.TryGetProperty("detail-type", out var types) && types.ValueKind == JsonValueKind.Array)
        {
            foreach (var (i, type) in types.EnumerateArray().Index().Where(type => type.Item.ValueKind == JsonValueKind.String))
            {
                yield return (type.GetString()!, $"{at}/detail-type/{i}");
            }
        }

        // EventBridge allows $or inside $or only through nested fields; one level is all that can name a detail-type.
        if (!inOr && part.TryGetProperty("$or", out var alternatives) && alternatives.ValueKind == JsonValueKind.Array)
        {
            foreach (var named in alternatives.EnumerateArray().Index()
                .SelectMany(alternative => Of(alternative.Item, $"{at}/$or/{alternative.Index}", inOr: true)))
            {
                yield return named;
            }
        }
    }
}
