using System.Text.Json;

namespace Waybill.JsonSchemas.Documents;

/// <summary>Where the <c>$ref</c>s of a schema document lead: by JSON pointer, by <c>$anchor</c>, by its own <c>$id</c>.</summary>
public sealed class SchemaReferences(JsonElement document)
{
    private const UriComponents WithoutFragment = UriComponents.AbsoluteUri & ~UriComponents.Fragment;

    private readonly Lazy<Dictionary<string, (string At, JsonElement Schema)>> _anchors = new(() => Anchors(document));

    private readonly Uri? _id = document.ValueKind == JsonValueKind.Object && document.TryGetProperty("$id", out var id)
        && id.ValueKind == JsonValueKind.String && Uri.TryCreate(id.GetString(), UriKind.Absolute, out var uri) ? uri : null;

    /// <summary>Whether a reference means this document, whatever place in it.</summary>
    public bool IsOwn(string reference) => reference.StartsWith('#')
        || (_id is not null && Uri.TryCreate(_id, reference, out var target)
            && Uri.Compare(target, _id, WithoutFragment, UriFormat.SafeUnescaped, StringComparison.Ordinal) == 0);

    /// <summary>The schema a reference leads to and its JSON pointer; null when that is not in this document.</summary>
    public (string At, JsonElement Schema)? Resolve(string reference)
    {
        if (!IsOwn(reference))
        {
            return null;
        }

        var mark = reference.IndexOf('#', StringComparison.Ordinal);
        var fragment = mark < 0 ? "" : Uri.UnescapeDataString(reference[(mark + 1)..]);
        if (fragment is "" or ['/', ..])
        {
            return JsonPointer.Find(document, fragment) is { } schema ? (fragment, schema) : null;
        }

        return _anchors.Value.TryGetValue(fragment, out var anchored) ? anchored : null;
    }

    private static Dictionary<string, (string, JsonElement)> Anchors(JsonElement document)
    {
        var anchors = new Dictionary<string, (string, JsonElement)>(StringComparer.Ordinal);
        var open = new Stack<(string At, JsonElement Schema)>([("", document)]);
        while (open.TryPop(out var place))
        {
            if (place.Schema.ValueKind == JsonValueKind.Object && place.Schema.TryGetProperty("$anchor", out var anchor)
                && anchor.ValueKind == JsonValueKind.String)
            {
                anchors.TryAdd(anchor.GetString()!, place);
            }

            foreach (var part in SchemaPart.Of(place.Schema, place.At))
            {
                open.Push((part.At, part.Schema));
            }
        }

        return anchors;
    }
}
