using System.Text.Json;

namespace Waybill.Local.Endpoints.Protocol;

/// <summary>Tags, as most services answer them.</summary>
internal static class TagWriting
{
    /// <summary>The member <c>Tags</c>: a list of <c>Key</c> and <c>Value</c>, empty when there are none.</summary>
    public static void WriteTags(this Utf8JsonWriter json, IReadOnlyDictionary<string, string>? tags)
    {
        json.WriteStartArray("Tags"u8);
        foreach (var (key, value) in tags ?? new Dictionary<string, string>())
        {
            json.WriteStartObject();
            json.WriteString("Key"u8, key);
            json.WriteString("Value"u8, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
