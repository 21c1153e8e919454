using System.Globalization;
using Spectre.Console;
using Waybill.Local.Endpoints;

namespace Waybill.Player;

/// <summary>Says what waits, until when, for whom, and why.</summary>
internal static class WaitText
{
    /// <summary>For a line of progress.</summary>
    public static string Shortly(IEnumerable<WaitStatus> waits) =>
        string.Join(", ", waits.Select(wait => $"{wait.Messages} of {wait.Function ?? wait.Queue} {Until(wait)}"));

    public static void Print(IAnsiConsole console, IReadOnlyList<WaitStatus> waits)
    {
        console.MarkupLineInterpolated(
            $"[yellow]The day ends, and nobody works on what is left of it now:[/]");
        foreach (var wait in waits)
        {
            console.MarkupLineInterpolated($"  [bold]{wait.Function ?? wait.Queue}[/]: {Messages(wait.Messages)}, {Until(wait)}");
            if (wait.Why is { } why)
            {
                console.MarkupLineInterpolated($"    because: {why}");
            }
        }

        console.MarkupLine("What was played stays played. With --wait the day waits for the retries.");
    }

    private static string Messages(int number) => string.Create(
        CultureInfo.InvariantCulture, $"{number} {(number == 1 ? "message waits" : "messages wait")}");

    private static string Until(WaitStatus wait) => wait switch
    {
        { Until: { } at, Seconds: { } seconds } => string.Create(
            CultureInfo.InvariantCulture,
            $"until {at.ToLocalTime():HH:mm:ss} (in {Math.Ceiling(seconds):0} s), {Next(wait)}"),
        { Function: null } => "and no function reads this queue",
        _ => "and the consumer is paused",
    };

    private static string Next(WaitStatus wait)
    {
        var all = wait.MostAttempts is { } most ? string.Create(CultureInfo.InvariantCulture, $" of {most}") : "";
        return wait.MostAttempts <= wait.Attempts
            ? "when it becomes a dead letter"
            : string.Create(CultureInfo.InvariantCulture, $"for attempt {wait.Attempts + 1}{all}");
    }
}
