using Microsoft.Extensions.Logging;
using Waybill.Local.Account;
using Waybill.Local.Bus.Routing;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus.Deliveries;

/// <summary>Settles attempts at rules' targets as the target's retry policy says (EventBridge user guide,
/// <c>eb-rule-retry-policy</c>).</summary>
internal sealed partial class RuleDeliveries(
    LiveAccount account, Queues queues, Backoff backoff, TimeProvider time, ILogger<RuleDeliveries> log)
{
    /// <summary>Makes attempts with <paramref name="call"/>, each by itself, and settles what comes of them.</summary>
    public Attempt By(Func<Delivery, CancellationToken, Task<TargetOutcome>> call) => Attempts.Each(
        async (delivery, cancellationToken) => Settle(delivery, await call(delivery, cancellationToken)));

    /// <summary>Makes attempts with <paramref name="call"/>, which answers for several in their order.</summary>
    public Attempt By(Func<IReadOnlyList<Delivery>, CancellationToken, Task<TargetOutcome[]>> call) =>
        async (deliveries, cancellationToken) => [.. deliveries.Zip(await call(deliveries, cancellationToken), Settle)];

    public Settlement Settle(Delivery delivery, TargetOutcome outcome)
    {
        if (outcome.Code is not { } code)
        {
            return Settlement.Done;
        }

        var rule = delivery.RuleArn is { } arn ? account.Now.Find<Rule>(arn) : null;
        var target = rule?.Targets.FirstOrDefault(target => target.Id == delivery.TargetId);
        var now = time.GetUtcNow();
        var failure = new HandOverFailure(code, outcome.Message) { Retries = delivery.Attempts };
        if (!outcome.MayRetry)
        {
            return GiveUp(delivery, rule, target, failure);
        }

        if (delivery.Attempts >= (target?.MaximumRetryAttempts ?? RuleTarget.UsualRetryAttempts))
        {
            return GiveUp(delivery, rule, target, failure with { Exhausted = "MaximumRetryAttempts" });
        }

        var next = now + Longer(outcome.RetryAfter ?? TimeSpan.Zero, backoff.After(delivery.Attempts + 1));
        return next - delivery.AcceptedAt > (target?.MaximumEventAge ?? RuleTarget.UsualEventAge)
            ? GiveUp(delivery, rule, target, failure with { Exhausted = "MaximumEventAgeInSeconds" })
            : new Settlement(next);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private Settlement GiveUp(Delivery delivery, Rule? rule, RuleTarget? target, HandOverFailure failure)
    {
        // The rule may be gone by now; what it was handed for is not to be lost without a word.
        if (rule is null || target?.DeadLetterArn is not { } deadLetterArn || queues.Find(deadLetterArn) is null)
        {
            LogDropped(log, delivery.RequestId, delivery.RuleArn ?? "nobody", delivery.TargetArn, failure.Code, failure.Message);
            return Settlement.Done;
        }

        var attributes = TargetRoute.DeadLetterAttributes(rule, target, failure);
        return Settlement.Done with
        {
            Messages = [queues.Prepare(deadLetterArn, delivery.Envelope ?? delivery.Body, attributes, delivery.TraceHeader, delay: null)],
        };
    }

    [LoggerMessage(Level = LogLevel.Error, Message =
        "LOST delivery {Id} of rule {Rule} to {Target}: there is no dead-letter queue for it. {Code}: {Reason}")]
    private static partial void LogDropped(ILogger log, string id, string rule, string target, string code, string reason);
}
