using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Lambda.EventSources;
using Amazon.CDK.AWS.SQS;
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

    private const int BatchSize = 10;
    private const int MaxConcurrency = 10;

    /// <summary>AWS's advice for a queue in front of a function (Lambda developer guide, "Using Lambda with Amazon SQS").</summary>
    private const int VisibilityTimeoutsPerFunctionTimeout = 6;

    private readonly string _consumer;
    private readonly Names _names;
    private readonly RemovalPolicy _removalPolicy;

    public Subscription(TeamStack team, string consumer, SubscriptionProps props) : base(team, consumer)
    {
        (_consumer, _names, _removalPolicy) = (consumer, new Names(team.Settings.Name), team.Settings.RemovalPolicy);

        var deadLetters = DeadLetterQueue();
        var queue = Queue(deadLetters, props.Function);
        Rule(team.Bus, props, queue, deadLetters);
        props.Function.AddEventSource(new SqsEventSource(queue, new SqsEventSourceProps
        {
            BatchSize = BatchSize,
            MaxConcurrency = MaxConcurrency,
            ReportBatchItemFailures = true,
        }));
        AddAlarms(new Alarms(this, team.Settings), team.Settings.Alarms);
        team.Subscribed(consumer);
    }

    private Queue DeadLetterQueue() => new(this, "DeadLetters", new QueueProps
    {
        QueueName = _names.DeadLetters(_consumer),
        RetentionPeriod = Duration.Days(DeadLetterRetentionDays),
        Encryption = QueueEncryption.SQS_MANAGED,
        EnforceSSL = true,
        RemovalPolicy = _removalPolicy,
    });

    private Queue Queue(Queue deadLetters, Function function) => new(this, "Queue", new QueueProps
    {
        QueueName = _names.Queue(_consumer),
        RetentionPeriod = Duration.Days(QueueRetentionDays),
        VisibilityTimeout = Duration.Seconds(VisibilityTimeoutsPerFunctionTimeout * (function.Timeout ?? ConsumerFunctions.Timeout).ToSeconds()),
        DeadLetterQueue = new DeadLetterQueue { Queue = deadLetters, MaxReceiveCount = Attempts },
        Encryption = QueueEncryption.SQS_MANAGED,
        EnforceSSL = true,
        RemovalPolicy = _removalPolicy,
    });

    /// <remarks>EventBridge tries for a day, then the event goes to the dead-letter queue; errors of permission go there at once.</remarks>
    private void Rule(IEventBus bus, SubscriptionProps props, Queue queue, Queue deadLetters) => _ = new Rule(this, "Rule", new RuleProps
    {
        RuleName = _consumer,
        EventBus = bus,
        EventPattern = new EventPattern
        {
            Source = [.. props.Events.Select(e => e.Source).Distinct()],
            DetailType = [.. props.Events.Select(e => e.DetailType)],
            Detail = props.Data is null ? null : new Dictionary<string, object> { ["data"] = props.Data },
        },
        Targets =
        [
            new SqsQueue(queue, new SqsQueueProps
            {
                DeadLetterQueue = deadLetters,
                MaxEventAge = Duration.Hours(24),
                RetryAttempts = 185,
            }),
        ],
    });

    /// <remarks>
    /// A message the function reports as failed is not an error of the function: it shows as age, then as a dead letter. Errors are crashes and timeouts.
    /// </remarks>
    private void AddAlarms(Alarms alarms, AlarmThresholds thresholds)
    {
        alarms.Add(_consumer, "dead-letters", Metrics.MessagesIn(_names.DeadLetters(_consumer)), 1,
            $"{_consumer} gave up on an event. Find the cause, then redrive the queue {_names.DeadLetters(_consumer)}: docs/failures.md");
        alarms.Add(_consumer, "oldest-message", Metrics.OldestMessageIn(_names.Queue(_consumer)), thresholds.OldestMessageSeconds,
            $"{_consumer} is behind: an event has been waiting for {thresholds.OldestMessageSeconds} seconds or more.");
        alarms.Add(_consumer, "errors", Metrics.Errors(_names.Function(_consumer)), thresholds.FunctionErrors,
            $"{_consumer} crashes or times out; its log group is /aws/lambda/{_names.Function(_consumer)}.");
        alarms.Add(_consumer, "throttles", Metrics.Throttles(_names.Function(_consumer)), thresholds.FunctionThrottles,
            $"{_consumer} does not get the concurrency it asks for; events wait in its queue.");
        alarms.Add(_consumer, "failed-invocations", Metrics.FailedInvocations(_names.Bus, _consumer), 1,
            $"The rule {_consumer} cannot hand events over to its queue; after a day they go to {_names.DeadLetters(_consumer)}.");
    }
}
