using Microsoft.Extensions.Logging;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Account.Policies;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus.Fanout;

/// <summary>Says what comes of a message to a topic: messages in queues, and deliveries to functions and HTTP endpoints.</summary>
/// <remarks>Whoever publishes writes all of it in one transaction; whether it may publish was decided before.</remarks>
/// <param name="account">Where topics and subscriptions are.</param>
/// <param name="queues">Where subscribed queues are.</param>
/// <param name="time">The clock.</param>
/// <param name="address">Where laptop mode serves AWS's APIs.</param>
/// <param name="log">Hears of what nobody gets.</param>
internal sealed partial class Topics(LiveAccount account, Queues queues, TimeProvider time, string address, ILogger log)
{
    /// <summary>What SNS puts into a queue as it is has no more attributes than the queue takes.</summary>
    private const int MostRawAttributes = 10;

    private readonly SubscriptionFilter _filter = new();

    public TopicEnvelope Envelope { get; } = new(address);

    /// <summary>Null when SNS's own service may do this to the target of a topic, by the target's policy; else why not.</summary>
    public static string? WhyNot(string action, string targetArn, IReadOnlyList<PolicyStatement> policy, string topicArn)
    {
        var decision = PolicyEvaluator.Evaluate([], policy, new PolicyRequest(
            "sns.amazonaws.com", action, targetArn, new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["aws:SourceArn"] = topicArn,
                ["aws:SourceAccount"] = Scope.Of(topicArn).Account,
            }));
        return decision.Allowed ? null : decision.Reason;
    }

    /// <summary>A message without attributes, as services publish it.</summary>
    public TopicPlan Plan(string topicArn, string? subject, string message, string? traceHeader = null) =>
        Plan(topicArn, new TopicMessage(message, subject, MessageAttribute.None) { TraceHeader = traceHeader });

    public TopicPlan Plan(string topicArn, string? subject, string message, IReadOnlyDictionary<string, MessageAttribute> attributes) =>
        Plan(topicArn, new TopicMessage(message, subject, attributes));

    public TopicPlan Plan(string topicArn, TopicMessage message)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString();
        var messages = new List<StoredMessage>();
        var deliveries = new List<Delivery>();
        var subscriptions = TopicOperations.Of(account.Now, topicArn).Where(
            subscription => subscription.ConfirmationToken is null && _filter.Takes(subscription, message));
        foreach (var subscription in subscriptions)
        {
            switch (subscription.Protocol)
            {
                case "sqs":
                    PlanQueue(subscription, message, id, now, messages);
                    break;
                case "lambda":
                    PlanFunction(subscription, message, id, now, messages, deliveries);
                    break;
                case "http" or "https":
                    deliveries.Add(new Delivery(
                        0, subscription.Arn, Text(subscription, message, id, now), now, now)
                    {
                        RequestId = id,
                        TargetId = subscription.IsRaw ? Delivery.RawNotification : Delivery.Notification,
                    });
                    break;
            }
        }

        return new TopicPlan(id, messages, deliveries);
    }

    /// <summary>The message that a subscription's dead-letter queue gets; null when it has none that takes it.</summary>
    public StoredMessage? DeadLetter(
        TopicSubscription subscription, string text, IReadOnlyDictionary<string, MessageAttribute> attributes, string reason)
    {
        if (subscription.DeadLetterArn is { } arn && account.Now.Find<Queue>(arn) is { } queue && queues.Find(arn) is not null
            && WhyNot("sqs:SendMessage", arn, queue.Policy, subscription.TopicArn) is null)
        {
            return queues.Prepare(arn, text, attributes, traceHeader: null, delay: null);
        }

        LogLost(log, subscription.TopicArn, subscription.Endpoint, subscription.DeadLetterArn ?? "none", reason);
        return null;
    }

    private void PlanQueue(
        TopicSubscription subscription, TopicMessage message, string id, DateTimeOffset now, List<StoredMessage> messages)
    {
        var queue = account.Now.Find<Queue>(subscription.Endpoint);
        var problem = queue is null || queues.Find(queue.Arn) is null
            ? "The queue does not exist."
            : subscription.IsRaw && message.Attributes.Count > MostRawAttributes
                ? $"A raw message has {MostRawAttributes} attributes at most, this one has {message.Attributes.Count}."
                : WhyNot("sqs:SendMessage", queue.Arn, queue.Policy, subscription.TopicArn);
        var text = Text(subscription, message, id, now);
        var attributes = subscription.IsRaw ? message.Attributes : MessageAttribute.None;
        if (problem is null)
        {
            messages.Add(queues.Prepare(queue!.Arn, text, attributes, message.TraceHeader, delay: null));
        }
        else if (DeadLetter(subscription, text, attributes, problem) is { } letter)
        {
            messages.Add(letter);
        }
    }

    /// <summary>The function's own retries are Lambda's; SNS's part ends when it has the call.</summary>
    private void PlanFunction(
        TopicSubscription subscription, TopicMessage message, string id, DateTimeOffset now, List<StoredMessage> messages,
        List<Delivery> deliveries)
    {
        var function = account.Now.Find<Function>(subscription.Endpoint);
        var problem = function is null
            ? "The function does not exist."
            : WhyNot("lambda:InvokeFunction", function.Arn, function.Policy, subscription.TopicArn);
        if (problem is null)
        {
            deliveries.Add(new Delivery(0, function!.Arn, Envelope.Event(subscription, message, id, now), now, now)
            {
                RequestId = Guid.CreateVersion7(now).ToString(),
                TraceHeader = message.TraceHeader,
            });
        }
        else if (DeadLetter(
            subscription, Envelope.Notification(subscription, message, id, now), MessageAttribute.None, problem) is { } letter)
        {
            messages.Add(letter);
        }
    }

    private string Text(TopicSubscription subscription, TopicMessage message, string id, DateTimeOffset now) =>
        subscription.IsRaw ? message.For(subscription.Protocol) : Envelope.Notification(subscription, message, id, now);

    [LoggerMessage(Level = LogLevel.Error, Message =
        "LOST a message of topic {Topic}: {Endpoint} does not get it, and its dead-letter queue ({DeadLetters}) does not either. {Reason}")]
    private static partial void LogLost(ILogger log, string topic, string endpoint, string deadLetters, string reason);
}
