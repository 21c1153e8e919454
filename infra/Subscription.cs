using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Amazon.CDK.AWS.Lambda;
using Constructs;
using Waybill.Catalog;
using Waybill.Infra.LeastData;

namespace Waybill.Infra;

/// <summary>
/// Rule → queue → function, with every decision about failure: an event that matches is either consumed, or waits in the queue, or lies in
/// the dead-letter queue under an alarm. It is never lost and never silently skipped.
/// </summary>
/// <remarks>
/// One dead-letter queue catches both ways to fail: events EventBridge could not hand over to the queue (they carry RULE_ARN and
/// ERROR_CODE) and messages the function failed on <see cref="Attempts"/> times. So there is one place to look, one alarm and one redrive
/// per consumer.
/// </remarks>
internal sealed class Subscription : Construct
{
    /// <summary>How long EventBridge tries to hand an event over; errors of permission go to the dead-letter queue at once.</summary>
    public const int HandOverHours = 24;

    /// <summary>How often it tries in that time, at most.</summary>
    public const int HandOverAttempts = 185;

    /// <summary>How often the function sees a message before it is dead; AWS advises 5 or more, so that throttling kills none.</summary>
    public const int Attempts = 5;

    public const int QueueRetentionDays = 7;

    /// <summary>Longer than the queue's: a message's age counts from its first queue (SQS developer guide, "Dead-letter queues").</summary>
    public const int DeadLetterRetentionDays = 14;

    /// <param name="team">The consumer's team.</param>
    /// <param name="consumer">Its name.</param>
    /// <param name="events">What it hears.</param>
    /// <param name="function">What consumes them.</param>
    /// <param name="data">An event pattern on <c>detail.data</c>, for some of the events only.</param>
    public Subscription(
        TeamStack team, string consumer, IReadOnlyList<CatalogEvent> events, Function function, Dictionary<string, object[]>? data)
        : base(team, consumer)
    {
        var queue = new ConsumerQueue(this, team.Deployment, consumer, ConsumerFunctions.Timeout);
        ConsumerQueue.Poll(queue.Queue, function);
        var alarms = ConsumerQueue.AddAlarms(this, team.Deployment, consumer);
        foreach (var (i, part) in Parts(team, consumer, events).Index())
        {
            var suffix = i == 0 ? "" : $"-{part.Events[0].DetailType}";
            var name = Names.Rule(consumer, suffix);
            AddRule($"Rule{suffix}", name, team.Bus, part, data, queue);
            queue.AddAlarmsOfRule(alarms, name);
        }
    }

    /// <summary>Thin events share a rule; each fat one has a rule of its own, which hands over only what the consumer declares.</summary>
    private static IEnumerable<Part> Parts(TeamStack team, string consumer, IReadOnlyList<CatalogEvent> events)
    {
        var thin = events.Where(e => e.Shape != EventShape.Fat).ToList();
        var fat = events.Where(e => e.Shape == EventShape.Fat)
            .Select(e => new Part([e], team.Deployment.Data.Input(team.Team, consumer, e)));
        return thin.Count == 0 ? fat : fat.Prepend(new Part(thin, null));
    }

    private void AddRule(string id, string name, IEventBus bus, Part part, Dictionary<string, object[]>? data, ConsumerQueue queue)
    {
        var rule = new Rule(this, id, new RuleProps
        {
            RuleName = name,
            EventBus = bus,
            EventPattern = new EventPattern
            {
                Source = [.. part.Events.Select(e => e.Source).Distinct()],
                DetailType = [.. part.Events.Select(e => e.DetailType)],
                Detail = data is null ? null : new Dictionary<string, object> { ["data"] = data },
            },
            Targets =
            [
                new SqsQueue(queue.Queue, new SqsQueueProps
                {
                    DeadLetterQueue = queue.DeadLetters,
                    MaxEventAge = Duration.Hours(HandOverHours),
                    RetryAttempts = HandOverAttempts,
                }),
            ],
        });
        if (part.Input is { } input)
        {
            // The construct's own transformer would be built from tokens; this one is text, which can be read and checked.
            var target = (Amazon.CDK.AWS.Events.CfnRule)rule.Node.DefaultChild!;
            target.AddPropertyOverride("Targets.0.InputTransformer.InputPathsMap", input.Paths);
            target.AddPropertyOverride("Targets.0.InputTransformer.InputTemplate", input.Template);
        }
    }

    /// <summary>The events of one rule, and what it makes of them.</summary>
    private sealed record Part(IReadOnlyList<CatalogEvent> Events, HandedOver? Input);
}
