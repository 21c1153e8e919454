using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Amazon.CDK.AWS.Lambda;
using Constructs;

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
        Rule(team.Bus, consumer, props, queue);
        ConsumerQueue.Poll(queue.Queue, props.Function);
        var alarms = ConsumerQueue.AddAlarms(this, team.Settings, consumer);
        var names = new Names(team.Settings.Name);
        alarms.Add(consumer, "failed-invocations", Metrics.FailedInvocations(names.Bus, consumer), 1,
            $"The rule {consumer} cannot hand events over to its queue; after a day they go to {names.DeadLetters(consumer)}.");
        team.Subscribed(consumer);
    }

    /// <remarks>EventBridge tries for a day, then the event goes to the dead-letter queue; errors of permission go there at once.</remarks>
    private void Rule(IEventBus bus, string consumer, SubscriptionProps props, ConsumerQueue queue) => _ = new Rule(this, "Rule", new RuleProps
    {
        RuleName = consumer,
        EventBus = bus,
        EventPattern = new EventPattern
        {
            Source = [.. props.Events.Select(e => e.Source).Distinct()],
            DetailType = [.. props.Events.Select(e => e.DetailType)],
            Detail = props.Data is null ? null : new Dictionary<string, object> { ["data"] = props.Data },
        },
        Targets =
        [
            new SqsQueue(queue.Queue, new SqsQueueProps
            {
                DeadLetterQueue = queue.DeadLetters,
                MaxEventAge = Duration.Hours(24),
                RetryAttempts = 185,
            }),
        ],
    });
}
