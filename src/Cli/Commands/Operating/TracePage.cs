using System.Globalization;
using System.Net;
using System.Text;
using Waybill.Operations.Tracing;

namespace Waybill.Cli.Commands.Operating;

/// <summary>A trace as one self-contained page: the tree as a picture, nothing loaded from anywhere.</summary>
internal sealed class TracePage
{
    private const int RowHeight = 30;
    private const int Indent = 28;
    private const int Width = 1200;

    private static readonly Dictionary<DeliveryState, string> Classes = new()
    {
        [DeliveryState.Handled] = "good",
        [DeliveryState.Suppressed] = "good",
        [DeliveryState.NoReportYet] = "open",
        [DeliveryState.Failed] = "bad",
        [DeliveryState.Dead] = "bad",
    };

    private readonly StringBuilder _picture = new();
    private int _row;

    private TracePage()
    {
    }

    public static string Of(Trace trace)
    {
        var page = new TracePage();
        foreach (var root in trace.Roots)
        {
            page.Draw(root, depth: 0, parentRow: null);
        }

        var height = (page._row + 1) * RowHeight;
        return $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>Trace of {{Text(trace.Id)}}</title>
            <style>
              :root { color-scheme: light dark; font: 14px system-ui, sans-serif; }
              svg { max-width: 100%; height: auto; }
              text { fill: currentColor; dominant-baseline: middle; }
              path { fill: none; stroke: #8888; }
              .good { fill: #2a8f4f; } .open { fill: #c98a00; } .bad { fill: #c8372d; } .event { fill: #3b6fd4; }
            </style>
            </head>
            <body>
            <h1>Trace of {{Text(trace.Id)}}</h1>
            <svg viewBox="0 0 {{Width}} {{height}}" width="{{Width}}" role="img" aria-label="What happened because of what">
            {{page._picture}}</svg>
            </body>
            </html>

            """;
    }

    private void Draw(TracedEvent @event, int depth, int? parentRow)
    {
        var row = Node(
            depth, parentRow, "event",
            string.Create(CultureInfo.InvariantCulture, $"{@event.Type} {@event.Subject} {@event.Time:HH:mm:ss.fff}"), @event.EventId);
        foreach (var delivery in @event.Deliveries)
        {
            var title = string.Join('\n', delivery.Attempts.Select(TraceView.Words));
            Node(depth + 1, row, Classes[delivery.State], $"{delivery.Consumer}: {TraceView.State(delivery)}", title);
        }

        if (@event.IsUnheard)
        {
            Node(depth + 1, row, "open", "published, no rule took it to a consumer", @event.EventId);
        }

        foreach (var caused in @event.Caused)
        {
            Draw(caused, depth + 1, row);
        }
    }

    /// <returns>Its row.</returns>
    private int Node(int depth, int? parentRow, string kind, string text, string title)
    {
        var row = _row++;
        var (x, y) = (20 + (depth * Indent), (row * RowHeight) + (RowHeight / 2));
        if (parentRow is { } parent)
        {
            var top = (parent * RowHeight) + (RowHeight / 2);
            _picture.Append(CultureInfo.InvariantCulture, $"<path d=\"M {x - Indent} {top} V {y} H {x}\"/>\n");
        }

        _picture.Append(CultureInfo.InvariantCulture, $"<g><title>{Text(title)}</title>");
        _picture.Append(CultureInfo.InvariantCulture, $"<circle class=\"{kind}\" cx=\"{x}\" cy=\"{y}\" r=\"6\"/>");
        _picture.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + 14}\" y=\"{y}\">{Text(text)}</text></g>\n");
        return row;
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
