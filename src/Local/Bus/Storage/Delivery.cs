using Waybill.Local.Account;

namespace Waybill.Local.Bus.Storage;

/// <summary>A call that somebody was promised: a message for a function or an HTTP endpoint, tried until it is taken or given up.</summary>
/// <param name="Sequence">Unique in the store; 0 until it is there.</param>
/// <param name="TargetArn">Whom to call.</param>
/// <param name="Body">What to give it.</param>
/// <param name="AcceptedAt">When the promise was made; its age counts from here.</param>
/// <param name="NextAt">When to try, or try again.</param>
internal sealed record Delivery(long Sequence, string TargetArn, string Body, DateTimeOffset AcceptedAt, DateTimeOffset NextAt)
{
    /// <summary>As <see cref="TargetId"/> of what goes to an endpoint of a topic: which message it is.</summary>
    public const string Notification = "Notification";
    public const string RawNotification = "RawNotification";
    public const string SubscriptionConfirmation = "SubscriptionConfirmation";

    /// <summary>Names it to the target, the same at each attempt.</summary>
    public required string RequestId { get; init; }

    /// <summary>Whose target it is; null when it is no rule's.</summary>
    public string? RuleArn { get; init; }

    public string? TargetId { get; init; }

    /// <summary>The event itself, which is what goes to a rule's dead-letter queue.</summary>
    public string? Envelope { get; init; }

    public string? TraceHeader { get; init; }

    /// <summary>Attempts made so far.</summary>
    public int Attempts { get; init; }

    /// <summary>How many of them the target itself failed, having been called.</summary>
    public int Failures { get; init; }

    /// <summary>An asynchronous call of a function.</summary>
    public static Delivery ToFunction(string arn, string payload, DateTimeOffset now) =>
        new(0, arn, payload, now, now) { RequestId = Guid.CreateVersion7(now).ToString() };

    public static Delivery Of(
        Rule rule, RuleTarget target, string body, string envelope, string? traceHeader, DateTimeOffset now, TimeSpan delay) =>
        new(0, target.Arn, body, now, now + delay)
        {
            RequestId = Guid.CreateVersion7(now).ToString(),
            RuleArn = rule.Arn,
            TargetId = target.Id,
            Envelope = envelope,
            TraceHeader = traceHeader,
        };

    /// <summary>Asks an endpoint whether it wants its subscription; what it is asked is written when it is called.</summary>
    public static Delivery Asking(TopicSubscription subscription, DateTimeOffset now) => new(0, subscription.Arn, "", now, now)
    {
        RequestId = Guid.CreateVersion7(now).ToString(),
        TargetId = SubscriptionConfirmation,
    };
}
