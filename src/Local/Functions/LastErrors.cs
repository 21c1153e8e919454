using System.Collections.Concurrent;
using System.Text.Json;

namespace Waybill.Local.Functions;

/// <summary>What each function said last when it failed.</summary>
internal sealed class LastErrors
{
    private readonly ConcurrentDictionary<string, string> _errors = new(StringComparer.Ordinal);

    /// <summary>Null when it has said nothing.</summary>
    public string? Of(string function) => _errors.GetValueOrDefault(function);

    /// <summary>Takes note of a line that tells of an error: one in JSON of that level, or what laptop mode itself has to say.</summary>
    public void Hear(FunctionLogLine line)
    {
        var error = line.Text.StartsWith('{') ? ErrorIn(line.Text) : line.IsError ? FirstLine(line.Text) : null;
        if (error is not null)
        {
            _errors[line.Function] = error;
        }
    }

    /// <summary>Frames of a stack and empty lines tell nothing by themselves.</summary>
    private static string? FirstLine(string text) => text.Length == 0 || char.IsWhiteSpace(text[0]) ? null : text.Split('\n')[0];

    private static string? ErrorIn(string text)
    {
        if (!text.Contains("\"Error\"", StringComparison.Ordinal))
        {
            return null; // Most lines, which are not worth reading.
        }

        try
        {
            var line = JsonElement.Parse(text);
            return Text(line, "level") == "Error" ? Text(line, "error") ?? Text(line, "message") : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
