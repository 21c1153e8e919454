using System.Text.Json;
using Spectre.Console;
using Waybill.Local.Functions;

namespace Waybill.Cli.Commands;

/// <summary>Prints functions' log lines with the function's name in front; JSON lines are shortened to what a person looks for.</summary>
internal sealed class FunctionLog(IAnsiConsole console)
{
    /// <summary>What stays of a JSON line, one after the other.</summary>
    private static readonly string[] Details = ["message", "error", "eventType", "eventId", "idempotencyKey"];

    public void Print(FunctionLogLine line)
    {
        var (level, text) = Shorten(line.Text);
        if (level is "Error" or "Warning")
        {
            console.MarkupLineInterpolated($"[grey]{line.Function}[/] [red]{level}[/] {text}");
        }
        else
        {
            console.MarkupLineInterpolated($"[grey]{line.Function}[/] {text}");
        }
    }

    private static (string? Level, string Text) Shorten(string text)
    {
        if (!text.StartsWith('{'))
        {
            return (null, text);
        }

        try
        {
            var json = JsonElement.Parse(text);
            return json.TryGetProperty("message", out _)
                ? (Text(json, "level"), string.Join("  ", Details.Select(name => Text(json, name)).OfType<string>()))
                : (null, text);
        }
        catch (JsonException)
        {
            return (null, text);
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.ToString() : null;
}
