using System.Text.Json;

namespace Waybill.EventPatterns.Tests;

/// <summary>One entry of a file in <c>cases/</c>.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Name">What the case shows.</param>
/// <param name="Pattern">The pattern's text.</param>
/// <param name="Event">The event's text; <c>{}</c> when the pattern is refused anyway.</param>
/// <param name="Expected"><c>match</c>, <c>no</c> or <c>error</c>.</param>
/// <param name="Message">The reason, for an error.</param>
/// <param name="At">Line and column, <c>1:12</c>; null where EventBridge does not say them.</param>
/// <param name="JsonPointer">The value that is wrong.</param>
public sealed record PatternCase(
    string File, string Name, string Pattern, string Event, string Expected, string? Message, string? At, string? JsonPointer)
{
    /// <summary>All cases of <c>cases/*.json</c>.</summary>
    public static IReadOnlyList<PatternCase> All { get; } =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "cases"), "*.json").Order(StringComparer.Ordinal).SelectMany(Read)];

    public static PatternCase Find(string file, string name) => All.Single(entry => (entry.File, entry.Name).Equals((file, name)));

    private static IEnumerable<PatternCase> Read(string path)
    {
        var options = new JsonDocumentOptions { MaxDepth = 2000 };
        using var document = JsonDocument.Parse(System.IO.File.ReadAllText(path), options);
        foreach (var entry in document.RootElement.EnumerateArray())
        {
            yield return new PatternCase(
                Path.GetFileNameWithoutExtension(path),
                entry.GetProperty("name").GetString()!,
                Text(entry, "pattern"),
                Text(entry, "event"),
                entry.GetProperty("expected").GetString()!,
                Optional(entry, "message"),
                Optional(entry, "at"),
                Optional(entry, "pointer"));
        }
    }

    private static string? Optional(JsonElement entry, string member) =>
        entry.TryGetProperty(member, out var value) ? value.GetString() : null;

    /// <summary>Text which is not an object, or not JSON, is written as a string.</summary>
    private static string Text(JsonElement entry, string member)
    {
        if (!entry.TryGetProperty(member, out var value))
        {
            return "{}";
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
    }
}
