using Waybill.Local.Account;
using Waybill.Local.Metrics;

namespace Waybill.Local.Bus.Routing;

/// <summary>What one rule did since the last flush, under the names of <c>AWS/Events</c> (EventBridge user guide,
/// <c>eb-monitoring</c>).</summary>
internal sealed class RuleCounters(Rule rule)
{
    private static readonly string[] Names =
    [
        "MatchedEvents", "TriggeredRules", "Invocations", "FailedInvocations", "InvocationsSentToDlq", "InvocationsFailedToBeSentToDlq",
    ];

    private readonly Scope _scope = Scope.Of(rule.Arn);
    private readonly long[] _counts = new long[Names.Length];

    // A rule of the default bus is known by its name alone.
    private readonly Dictionary<string, string> _dimensions = rule.BusName == EventBus.Default
        ? new(StringComparer.Ordinal) { ["RuleName"] = rule.Name }
        : new(StringComparer.Ordinal) { ["EventBusName"] = rule.BusName, ["RuleName"] = rule.Name };

    public void Matched()
    {
        Interlocked.Increment(ref _counts[0]);
        Interlocked.Increment(ref _counts[1]);
    }

    public void HandedOver() => Interlocked.Increment(ref _counts[2]);

    /// <summary>Counts an event that could not be handed over, and, when the target has a dead-letter queue,
    /// whether that took it.</summary>
    public void Failed(bool hasDeadLetterQueue, bool deadLettered)
    {
        Interlocked.Increment(ref _counts[2]);
        Interlocked.Increment(ref _counts[3]);
        if (hasDeadLetterQueue)
        {
            Interlocked.Increment(ref _counts[deadLettered ? 4 : 5]);
        }
    }

    /// <summary>Puts what is not zero (CloudWatch gets no zeros from EventBridge) and starts again.</summary>
    public void Flush(Action<Metric> put, DateTimeOffset now)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (Interlocked.Exchange(ref _counts[i], 0) is var count and not 0)
            {
                put(new Metric(_scope, "AWS/Events", Names[i], _dimensions, count, now));
            }
        }
    }
}
