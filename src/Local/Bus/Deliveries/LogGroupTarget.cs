using System.Text.Json;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Logs;

namespace Waybill.Local.Bus.Deliveries;

/// <summary>Writes events to log groups, each as one line of a stream that is named after the rule.</summary>
/// <remarks>What an input transformer makes for a log group is the line's <c>timestamp</c> and its <c>message</c>, both texts
/// (EventBridge user guide, <c>eb-transform-target-input</c>).</remarks>
/// <param name="groups">The log.</param>
/// <param name="time">The clock of lines that bring no timestamp.</param>
internal sealed class LogGroupTarget(LogGroups groups, TimeProvider time)
{
    /// <summary>An event may be as deep as EventBridge lets it be.</summary>
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1_100 };

    /// <summary>Writes deliveries to one group, all of them or none.</summary>
    public async Task<TargetOutcome[]> WriteAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        var group = LogGroupName.OfArn(deliveries[0].TargetArn)!;
        var lines = deliveries.ToLookup(
            delivery => delivery.RuleArn?.Split('/')[^1] ?? delivery.RequestId, delivery => Line(delivery.Body), StringComparer.Ordinal);
        try
        {
            await groups.AppendAsync(group, lines, cancellationToken);
            return Of(TargetOutcome.Taken);
        }
        catch (LogNotFoundException missing)
        {
            return Of(TargetOutcome.Refused("NO_RESOURCE", missing.Message));
        }

        TargetOutcome[] Of(TargetOutcome outcome) => [.. Enumerable.Repeat(outcome, deliveries.Count)];
    }

    private LogLine Line(string body) => body.AsSpan().TrimStart() is ['{', ..] && Made(body) is { } line
        ? line
        : new LogLine(time.GetUtcNow().ToUnixTimeMilliseconds(), body);

    /// <summary>The line that a transformer made, or null when it is something else.</summary>
    private static LogLine? Made(string body)
    {
        using var json = JsonDocument.Parse(body, Deep);
        return json.RootElement.TryGetProperty("timestamp", out var timestamp) && timestamp.ValueKind == JsonValueKind.String
            && timestamp.TryGetDateTimeOffset(out var at)
            && json.RootElement.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String
            && message.GetString() is { Length: > 0 } text
                ? new LogLine(at.ToUnixTimeMilliseconds(), text)
                : null;
    }
}
