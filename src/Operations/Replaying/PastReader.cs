using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Logs;
using Waybill.Operations.Routes;

namespace Waybill.Operations.Replaying;

/// <summary>Reads what a consumer did with the events of a window.</summary>
internal sealed class PastReader(AwsAccount account)
{
    public async Task<ReplayedConsumer> ReadAsync(
        Consumer consumer, IReadOnlyList<ConsumerRule> rules, IReadOnlyList<PublishedEvent>? published, ReplayRequest request,
        CancellationToken cancellationToken)
    {
        // Of many events there are few sources and types, and rules are asked once for each.
        var meant = published?.GroupBy(@event => (@event.Source, @event.Type))
            .Where(kind => rules.Any(rule => rule.CouldMatch(kind.Key.Source, kind.Key.Type)))
            .SelectMany(kind => kind).Select(@event => @event.EventId).ToHashSet(StringComparer.Ordinal);
        // It may have reported long after the event: a message can wait for days, and be redriven.
        var outcomes = await new OutcomeReader(account).AllAsync(consumer, request.From, until: null, cancellationToken);
        var byEvent = outcomes
            .Where(outcome => outcome.EventId is { } id && (meant is null ? IsInside(outcome, request) : meant.Contains(id)))
            .ToLookup(outcome => outcome.EventId!, StringComparer.Ordinal);
        var handled = byEvent.Where(HasTakenPlace).ToList();
        return new ReplayedConsumer(
            consumer, [.. rules.Select(rule => rule.Arn)], meant?.Count, handled.Count,
            await ForgottenAsync(consumer, handled, cancellationToken), byEvent.Count - handled.Count,
            meant is null ? null : meant.Count - byEvent.Count)
        {
            EventIds = meant,
        };
    }

    /// <summary>Of an event whose time nobody logged, when it was sent to the queue is known, which is about the same.</summary>
    private static bool IsInside(Outcome outcome, ReplayRequest request) =>
        outcome.At - (outcome.Waited ?? TimeSpan.Zero) is var sent && sent >= request.From && sent < request.To;

    private static bool HasTakenPlace(IEnumerable<Outcome> outcomes) =>
        outcomes.Any(outcome => outcome.Kind is OutcomeKind.Handled or OutcomeKind.Suppressed);

    private async Task<int> ForgottenAsync(
        Consumer consumer, List<IGrouping<string, Outcome>> handled, CancellationToken cancellationToken)
    {
        if (consumer.IdempotencyTable is not { } table)
        {
            return handled.Count;
        }

        var keys = handled.Select(ofEvent => ofEvent.Select(outcome => outcome.IdempotencyKey).OfType<string>().FirstOrDefault()).ToList();
        var done = await new DoneRecords(account).DoneAsync(table, keys.OfType<string>(), cancellationToken);
        return keys.Count(key => key is null || !done.Contains(key));
    }
}
