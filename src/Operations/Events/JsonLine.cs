using System.Text.Json;

namespace Waybill.Operations.Events;

/// <summary>Reads texts that may be JSON: log lines and messages, of whoever wrote them.</summary>
internal static class JsonLine
{
    /// <summary>What is read of a JSON object; null when the text is none.</summary>
    public static T? Read<T>(string text, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object ? read(json.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member that is a text; null when the object has none, or is no object.</summary>
    public static string? Text(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
