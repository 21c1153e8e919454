using System.Text.Json;

namespace Waybill.Local.Template.Assemblies;

/// <summary>JSON files of a cloud assembly, with errors that name the file.</summary>
internal static class JsonFile
{
    public static JsonElement Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.Clone();
        }
        catch (JsonException malformed)
        {
            throw new CloudAssemblyException($"'{path}' is not JSON: {malformed.Message}", malformed);
        }
        catch (IOException unreadable)
        {
            throw new CloudAssemblyException($"'{path}' cannot be read: {unreadable.Message}", unreadable);
        }
    }

    /// <summary>An object's member; an undefined element when it is absent.</summary>
    public static JsonElement Member(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out var member) ? member : default;

    /// <summary>An object's members; none when it is no object.</summary>
    public static IEnumerable<JsonProperty> Members(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : Enumerable.Empty<JsonProperty>();

    public static IEnumerable<JsonElement> Items(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : Enumerable.Empty<JsonElement>();

    public static string? Text(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(property, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
