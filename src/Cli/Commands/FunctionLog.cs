using System.Text.Json;
using Spectre.Console;
using Waybill.Local.Functions;

namespace Waybill.Cli.Commands;

/// <summary>Prints functions' log lines with the function's name in front; JSON lines are shortened to what a person looks for, and what
/// failed is told with where it was thrown and when it is tried again.</summary>
/// <remarks>That an event was handled, or had been before, is in the function's log group only: it would be all that one sees.</remarks>
/// <param name="console">Where to.</param>
/// <param name="retryOf">When a function's messages are tried again; null when nobody knows.</param>
internal sealed class FunctionLog(IAnsiConsole console, Func<string, Retry?> retryOf)
{
    /// <summary>What stays of a JSON line, one after the other.</summary>
    private static readonly string[] Details = ["message", "error", "eventType", "eventId", "idempotencyKey"];

    public void Print(FunctionLogLine line)
    {
        if (Describe(line) is { } markup)
        {
            // One write, so that no other thread's line comes between.
            console.MarkupLine($"[grey]{Markup.Escape(line.Function)}[/] {markup}");
        }
    }

    /// <summary>Markup; null for what nobody wants to see.</summary>
    private string? Describe(FunctionLogLine line)
    {
        if (!line.Text.StartsWith('{'))
        {
            return Markup.Escape(line.Text);
        }

        try
        {
            var json = JsonElement.Parse(line.Text);
            return Text(json, "outcome") is "handled" or "suppressed" ? null
                : !json.TryGetProperty("message", out _) ? Markup.Escape(line.Text)
                : json.TryGetProperty("stackTrace", out _) ? Level(json) + new FailureText(json, retryOf(line.Function)).Markup
                : Level(json) + Markup.Escape(string.Join("  ", Details.Select(name => Text(json, name)).OfType<string>()))
                    + (Text(json, "outcome") is "unreadable" ? FailureText.Again(json, retryOf(line.Function)) : "");
        }
        catch (JsonException)
        {
            return Markup.Escape(line.Text);
        }
    }

    private static string Level(JsonElement json) => Text(json, "level") is ("Error" or "Warning") and var level ? $"[red]{level}[/] " : "";

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.ToString() : null;
}
