using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Catalog;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Operations.Events;

/// <summary>Hides what an event says about people, as the catalog classifies its fields.</summary>
/// <remarks>What the catalog does not describe is hidden too, whole: nobody has said that it is harmless.</remarks>
public sealed class Masking(EventCatalog catalog)
{
    public const string Mask = "***";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>The message with its data masked, indented; what is not JSON is hidden whole.</summary>
    public string Masked(string body)
    {
        JsonNode? message;
        try
        {
            message = JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return Mask;
        }

        if (message is not JsonObject @event)
        {
            return Mask;
        }

        if (@event["detail"] is JsonObject detail)
        {
            MaskData(detail, (string?)@event["detail-type"]);
        }

        return @event.ToJsonString(Readable);
    }

    /// <summary>The message as it is, indented.</summary>
    public static string Plain(string body)
    {
        try
        {
            return JsonNode.Parse(body)?.ToJsonString(Readable) ?? body;
        }
        catch (JsonException)
        {
            return body;
        }
    }

    private void MaskData(JsonObject detail, string? type)
    {
        var described = type is null ? null : catalog.FindEvent(type);
        if (described is null)
        {
            // Not an envelope that anybody has described: only its ids stay.
            foreach (var name in detail.Select(member => member.Key).Except(EnvelopeIds, StringComparer.Ordinal).ToList())
            {
                detail[name] = Masked(detail[name], "", Harmless([]));
            }
        }
        else if (detail["data"] is { } data)
        {
            detail["data"] = Masked(data, "", Harmless(described.Properties));
        }
    }

    private static readonly string[] EnvelopeIds =
        ["specversion", "id", "source", "type", "time", "datacontenttype", "dataschema", "correlationid", "causationid", "traceparent"];

    private static HashSet<string> Harmless(IReadOnlyList<EventProperty> properties) => properties
        .GroupBy(property => property.Path, StringComparer.Ordinal)
        .Where(path => path.All(property => property.PersonalData is PersonalDataClass.None or PersonalDataClass.Pseudonymous))
        .Select(path => path.Key).ToHashSet(StringComparer.Ordinal);

    private static JsonNode? Masked(JsonNode? value, string path, HashSet<string> harmless) => value switch
    {
        JsonObject inner => new JsonObject(inner.Select(member => KeyValuePair.Create(
            member.Key, Masked(member.Value, Member(path, member.Key, harmless), harmless)))),
        JsonArray items => new JsonArray([.. items.Select(item => Masked(item, $"{path}/*", harmless))]),
        null => null,
        _ => IsHarmless(path, harmless) ? value.DeepClone() : Mask,
    };

    private static string Member(string path, string name, HashSet<string> harmless)
    {
        var named = $"{path}/{JsonPointer.Escape(name)}";
        return harmless.Contains(named) || !harmless.Contains($"{path}/*") ? named : $"{path}/*";
    }

    /// <summary>Items of a list are what the list is.</summary>
    private static bool IsHarmless(string path, HashSet<string> harmless) =>
        harmless.Contains(path) || (path.EndsWith("/*", StringComparison.Ordinal) && IsHarmless(path[..^2], harmless));
}
