using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Amazon.CDK.AWS.SQS;
using Constructs;
using EventBus = Amazon.CDK.AWS.Events.EventBus;

namespace Waybill.Infra;

/// <summary>Keeps every event that no catalog entry describes, and raises an alarm: an undocumented event is loudly visible.</summary>
internal sealed class UnknownEventsGuard : Construct
{
    private const string Name = "unknown-events";

    public UnknownEventsGuard(Construct scope, EnvironmentSettings settings, EventBus bus, IReadOnlyList<EventType> described)
        : base(scope, "UnknownEvents")
    {
        var names = new Names(settings.Name);
        var queue = new Queue(this, "Queue", new QueueProps
        {
            QueueName = names.Queue(Name),
            RetentionPeriod = Duration.Days(Subscription.DeadLetterRetentionDays),
            Encryption = QueueEncryption.SQS_MANAGED,
            EnforceSSL = true,
        });
        _ = new Rule(this, "Rule", new RuleProps
        {
            RuleName = "UnknownEvents",
            Description = "Events that no entry of events-catalog describes",
            EventBus = bus,
            EventPattern = new EventPattern
            {
                DetailType = Match.AnythingBut([.. described.Select(e => e.DetailType).Distinct()]),
            },
            Targets = [new SqsQueue(queue)],
        });
        new Alarms(this, settings).Add(Name, "seen", Metrics.MessagesIn(names.Queue(Name)), 1,
            $"Somebody put an event on the bus that events-catalog does not describe. It lies in {names.Queue(Name)}: describe it, or stop it.");
    }
}
