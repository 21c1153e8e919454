using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Waybill.Operations.Logs;
using Waybill.Operations.Tracing;

namespace Waybill.Cli.Commands.Operating;

/// <summary>A trace as a tree: an event, below it who got it, and the events it caused.</summary>
internal static class TraceView
{
    public static IRenderable Of(Trace trace, string suffix)
    {
        var rows = trace.Roots.Select(root => Of(root, suffix)).ToList();
        if (!trace.KnowsPublished)
        {
            rows.Add(new Markup("[yellow]The account keeps no log of what is published:[/] events that nobody was handed are not shown."));
        }

        return new Rows(rows);
    }

    public static IRenderable Of(TracedEvent root, string suffix)
    {
        var tree = new Tree(Markup.FromInterpolated($"{Event(root)}"));
        Fill(tree, root, suffix);
        return tree;
    }

    /// <summary>What a delivery's state means to who reads it.</summary>
    public static string State(TracedDelivery delivery) => delivery.State switch
    {
        DeliveryState.NoReportYet => delivery.Rule is null ? "waits; nobody has reported yet" : "taken, nobody has reported yet",
        DeliveryState.Handled => "handled",
        DeliveryState.Suppressed => "suppressed: it had been handled before",
        DeliveryState.Failed => "failed; it is tried again",
        _ => "dead",
    };

    /// <summary>An attempt in a few words.</summary>
    public static string Words(Outcome attempt)
    {
        var at = attempt.At.ToUniversalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var number = attempt.Attempt is { } count ? string.Create(CultureInfo.InvariantCulture, $"attempt {count}, ") : "";
        var (waited, took) = (Milliseconds("waited", attempt.Waited), Milliseconds("took", attempt.Took));
        return $"{at} {number}{attempt.Kind.ToString().ToLowerInvariant()}{waited}{took}{(attempt.Error is { } error ? $": {error}" : "")}";
    }

    private static string Event(TracedEvent @event)
    {
        var about = @event.Subject is { } subject ? $" about {subject}" : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{@event.Type} {@event.EventId}{about} at {@event.Time?.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}Z");
    }

    private static void Fill(IHasTreeNodes at, TracedEvent @event, string suffix)
    {
        foreach (var delivery in @event.Deliveries)
        {
            Fill(at.AddNode(Markup.FromInterpolated(Delivery(delivery))), delivery, suffix);
        }

        if (@event.IsUnheard)
        {
            at.AddNode(new Markup("[yellow]published, no rule took it to a consumer[/]"));
        }

        foreach (var caused in @event.Caused)
        {
            Fill(at.AddNode(Markup.FromInterpolated($"[bold]{Event(caused)}[/]")), caused, suffix);
        }
    }

    private static void Fill(TreeNode at, TracedDelivery delivery, string suffix)
    {
        foreach (var attempt in delivery.Attempts)
        {
            at.AddNode(Markup.FromInterpolated($"[grey]{Words(attempt)}[/]"));
        }

        if (delivery.DeadLetter is { } letter)
        {
            at.AddNode(Markup.FromInterpolated($"run it again: ./waybill redrive {delivery.Consumer} --only {letter}{suffix}"));
        }
    }

    private static FormattableString Delivery(TracedDelivery delivery) => delivery.State switch
    {
        DeliveryState.Handled or DeliveryState.Suppressed => $"→ {delivery.Consumer} [green]{State(delivery)}[/]{By(delivery)}",
        DeliveryState.NoReportYet => $"→ {delivery.Consumer} [yellow]{State(delivery)}[/]{By(delivery)}",
        _ => $"→ {delivery.Consumer} [red]{State(delivery)}[/]{By(delivery)}",
    };

    private static string By(TracedDelivery delivery) => delivery.Rule is { } rule ? $", by rule {rule}" : ", by no rule there is now";

    private static string Milliseconds(string what, TimeSpan? time) =>
        time is { } known ? string.Create(CultureInfo.InvariantCulture, $", {what} {known.TotalMilliseconds:N0} ms") : "";
}
