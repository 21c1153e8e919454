using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Amazon.CDK.AWS.Lambda;
using Constructs;
using Waybill.Infra.LeastData;

namespace Waybill.Infra;

/// <summary>Which events a consumer hears, and the function that consumes them.</summary>
public sealed record SubscriptionProps
{
    public required IReadOnlyList<EventType> Events { get; init; }

    /// <summary>The function, made by <see cref="TeamStack.Consumer"/>.</summary>
    public required Function Function { get; init; }

    /// <summary>An event pattern on the event's <c>detail.data</c>, for a consumer that wants only some of the events.</summary>
    public Dictionary<string, object[]>? Data { get; init; }
}

/// <summary>
/// Rule → queue → function, with every decision about failure: an event that matches is either consumed, or waits in the queue, or lies in
/// the dead-letter queue under an alarm. It is never lost and never silently skipped.
/// </summary>
/// <remarks>
/// One dead-letter queue catches both ways to fail: events EventBridge could not hand over to the queue (they carry RULE_ARN and ERROR_CODE)
/// and messages the function failed on <see cref="Attempts"/> times. So there is one place to look, one alarm and one redrive per consumer.
/// </remarks>
public sealed class Subscription : Construct
{
    /// <summary>How often the function sees a message before it is dead; AWS advises 5 or more, so that throttling kills none.</summary>
    public const int Attempts = 5;

    public const int QueueRetentionDays = 7;

    /// <summary>Longer than the queue's: a message's age counts from its first queue (SQS developer guide, "Dead-letter queues").</summary>
    public const int DeadLetterRetentionDays = 14;

    public Subscription(TeamStack team, string consumer, SubscriptionProps props) : base(team, consumer)
    {
        var queue = new ConsumerQueue(this, team.Settings, consumer, props.Function.Timeout ?? ConsumerFunctions.Timeout);
        ConsumerQueue.Poll(queue.Queue, props.Function);
        var alarms = ConsumerQueue.AddAlarms(this, team.Settings, consumer);
        foreach (var (i, part) in Parts(team, consumer, props.Events).Index())
        {
            AddRule(team, consumer, i == 0 ? "" : $"-{part.Events[0].DetailType}", part, props.Data, queue, alarms);
        }

        team.Subscribed(consumer);
    }

    /// <summary>Thin events share a rule; each fat one has a rule of its own, which hands over only what the consumer declares.</summary>
    private static IEnumerable<Part> Parts(TeamStack team, string consumer, IReadOnlyList<EventType> events)
    {
        var thin = events.Where(e => !team.Data.IsFat(e)).ToList();
        var fat = events.Where(team.Data.IsFat).Select(e => new Part([e], team.Data.Input(team.Team, consumer, e)));
        return thin.Count == 0 ? fat : fat.Prepend(new Part(thin, null));
    }

    /// <remarks>EventBridge tries for a day, then the event goes to the dead-letter queue; errors of permission go there at once.</remarks>
    private void AddRule(
        TeamStack team, string consumer, string suffix, Part part, Dictionary<string, object[]>? data, ConsumerQueue queue, Alarms alarms)
    {
        var rule = new Rule(this, $"Rule{suffix}", new RuleProps
        {
            RuleName = $"{consumer}{suffix}",
            EventBus = team.Bus,
            EventPattern = new EventPattern
            {
                Source = [.. part.Events.Select(e => e.Source).Distinct()],
                DetailType = [.. part.Events.Select(e => e.DetailType)],
                Detail = data is null ? null : new Dictionary<string, object> { ["data"] = data },
            },
            Targets = [new SqsQueue(queue.Queue, new SqsQueueProps { DeadLetterQueue = queue.DeadLetters, MaxEventAge = Duration.Hours(24), RetryAttempts = 185 })],
        });
        if (part.Input is { } input)
        {
            // The construct's own transformer would be built from tokens; this one is text, which can be read and checked.
            var target = (Amazon.CDK.AWS.Events.CfnRule)rule.Node.DefaultChild!;
            target.AddPropertyOverride("Targets.0.InputTransformer.InputPathsMap", input.Paths);
            target.AddPropertyOverride("Targets.0.InputTransformer.InputTemplate", input.Template);
        }

        var names = new Names(team.Settings.Name);
        alarms.Add($"{consumer}{suffix}", "failed-invocations", Metrics.FailedInvocations(names.Bus, $"{consumer}{suffix}"), 1,
            $"The rule {consumer}{suffix} cannot hand events over to its queue; after a day they go to {names.DeadLetters(consumer)}.");
    }

    /// <summary>The events of one rule, and what it makes of them.</summary>
    private sealed record Part(IReadOnlyList<EventType> Events, InputTransformer? Input);
}
