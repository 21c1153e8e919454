using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace Waybill.Infra;

/// <summary>A consumer's queue and dead-letter queue, their polling and their alarms; <see cref="Subscription"/> says why.</summary>
internal sealed class ConsumerQueue
{
    private const int BatchSize = 10;
    private const int MaxConcurrency = 10;

    /// <summary>AWS's advice for a queue in front of a function (Lambda developer guide, "Using Lambda with Amazon SQS").</summary>
    private const int VisibilityTimeoutsPerFunctionTimeout = 6;

    private readonly string _consumer;
    private readonly string _deadLetters;

    public ConsumerQueue(Construct scope, Deployment deployment, string consumer, Duration functionTimeout)
    {
        var (names, removal) = (deployment.Names, deployment.Settings.RemovalPolicy);
        (_consumer, _deadLetters) = (consumer, names.DeadLetters(consumer));
        DeadLetters = new Queue(scope, "DeadLetters", new QueueProps
        {
            QueueName = _deadLetters,
            RetentionPeriod = Duration.Days(Subscription.DeadLetterRetentionDays),
            Encryption = QueueEncryption.SQS_MANAGED,
            EnforceSSL = true,
            RemovalPolicy = removal,
        });
        Queue = new Queue(scope, "Queue", new QueueProps
        {
            QueueName = names.Queue(consumer),
            RetentionPeriod = Duration.Days(Subscription.QueueRetentionDays),
            VisibilityTimeout = Duration.Seconds(VisibilityTimeoutsPerFunctionTimeout * functionTimeout.ToSeconds()),
            DeadLetterQueue = new DeadLetterQueue { Queue = DeadLetters, MaxReceiveCount = Subscription.Attempts },
            Encryption = QueueEncryption.SQS_MANAGED,
            EnforceSSL = true,
            RemovalPolicy = removal,
        });
    }

    public Queue Queue { get; }

    public Queue DeadLetters { get; }

    /// <summary>Lambda polls the queue for the function, as the function's role.</summary>
    /// <remarks>
    /// Not by CDK's SqsEventSource, which grants two actions more than Lambda calls, but under the id that it would give: a mapping with
    /// another one would be made before this one is deleted, which Lambda refuses. The actions are those of the managed policy
    /// AWSLambdaSQSQueueExecutionRole (AWS managed policy reference).
    /// </remarks>
    public static void Poll(IQueue queue, Function function)
    {
        function.AddEventSourceMapping($"SqsEventSource:{Amazon.CDK.Names.NodeUniqueId(queue.Node)}", new EventSourceMappingOptions
        {
            EventSourceArn = queue.QueueArn,
            BatchSize = BatchSize,
            MaxConcurrency = MaxConcurrency,
            ReportBatchItemFailures = true,
        });
        queue.Grant(function, "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes");
    }

    /// <summary>The alarms of a rule that hands events over to this queue.</summary>
    public void AddAlarmsOfRule(Alarms alarms, string rule) => alarms.AddOfRule(
        rule,
        $"The rule {rule} cannot hand events over to its queue; after {Subscription.HandOverHours} hours they go to {_deadLetters}.",
        $"failures {_consumer}",
        _deadLetters);

    /// <remarks>
    /// A message the function reports as failed is not an error of the function: it shows as age, then as a dead letter. Errors are
    /// crashes and timeouts.
    /// </remarks>
    public static Alarms AddAlarms(Construct scope, Deployment deployment, string consumer)
    {
        var (names, thresholds, alarms) = (deployment.Names, deployment.Settings.Alarms, new Alarms(scope, deployment));
        Add("dead-letters", Metrics.MessagesIn(names.DeadLetters(consumer)), 1, "failures",
            $"{consumer} gave up on an event, which is in {names.DeadLetters(consumer)}.");
        Add("oldest-message", Metrics.OldestMessageIn(names.Queue(consumer)), thresholds.OldestMessageSeconds, "status",
            $"{consumer} is behind: an event has been waiting for {thresholds.OldestMessageSeconds} seconds or more.");
        Add("errors", Metrics.Errors(names.Function(consumer)), thresholds.FunctionErrors, "failures",
            $"{consumer} crashes or times out; its log group is /aws/lambda/{names.Function(consumer)}.");
        Add("throttles", Metrics.Throttles(names.Function(consumer)), thresholds.FunctionThrottles, "status",
            $"{consumer} does not get the concurrency it asks for; events wait in its queue.");
        return alarms;

        void Add(string problem, Metric metric, double threshold, string verb, string meaning) =>
            alarms.Add(consumer, problem, metric, threshold, new AlarmText(meaning, problem, $"{verb} {consumer}"));
    }
}
