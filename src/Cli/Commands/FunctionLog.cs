using System.Text.Json;
using Spectre.Console;
using Waybill.Local.Functions;

namespace Waybill.Cli.Commands;

/// <summary>Prints functions' log lines with the function's name in front; JSON lines are shortened to what a person looks for.</summary>
/// <remarks>That an event was handled, or had been before, is in the function's log group only: it would be all that one sees.</remarks>
internal sealed class FunctionLog(IAnsiConsole console)
{
    /// <summary>What stays of a JSON line, one after the other.</summary>
    private static readonly string[] Details = ["message", "error", "eventType", "eventId", "idempotencyKey"];

    public void Print(FunctionLogLine line)
    {
        if (Shorten(line.Text) is not ({ } text, var level))
        {
            return;
        }

        if (level is "Error" or "Warning")
        {
            console.MarkupLineInterpolated($"[grey]{line.Function}[/] [red]{level}[/] {text}");
        }
        else
        {
            console.MarkupLineInterpolated($"[grey]{line.Function}[/] {text}");
        }
    }

    /// <summary>No text for what nobody wants to see.</summary>
    private static (string? Text, string? Level) Shorten(string text)
    {
        if (!text.StartsWith('{'))
        {
            return (text, null);
        }

        try
        {
            var json = JsonElement.Parse(text);
            return Text(json, "outcome") is "handled" or "suppressed"
                ? (null, null)
                : json.TryGetProperty("message", out _)
                    ? (string.Join("  ", Details.Select(name => Text(json, name)).OfType<string>()), Text(json, "level"))
                    : (text, null);
        }
        catch (JsonException)
        {
            return (text, null);
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.ToString() : null;
}
