using Waybill.Operations.Consumers;
using Waybill.Operations.Logs;
using Waybill.Operations.Routes;

namespace Waybill.Operations.Tracing;

/// <summary>Puts lines together to trees of events.</summary>
internal sealed class TraceTree(
    Findings found, IReadOnlyList<Consumer> consumers, IReadOnlyList<ConsumerRule> rules,
    IReadOnlyDictionary<(string Consumer, string Event), string> dead)
{
    private readonly ILookup<string, (Consumer Consumer, Outcome Outcome)> _outcomes = found.OutcomesByEvent;
    private readonly Dictionary<string, Consumer> _byQueue =
        consumers.DistinctBy(consumer => consumer.Queue.Arn).ToDictionary(consumer => consumer.Queue.Arn, StringComparer.Ordinal);

    public Trace Of(string id, bool knowsPublished)
    {
        var events = Events();
        var ids = events.Select(@event => @event.EventId).ToHashSet(StringComparer.Ordinal);
        var byCause = events.Where(@event => @event.CausationId is { } cause && ids.Contains(cause))
            .ToLookup(@event => @event.CausationId!, StringComparer.Ordinal);
        var roots = events.Where(@event => @event.CausationId is not { } cause || !ids.Contains(cause));
        return new Trace(id, [.. roots.Select(root => Node(root, byCause, []))], knowsPublished);
    }

    /// <summary>What was published, and what consumers reported on that no log of published events has.</summary>
    private List<PublishedEvent> Events()
    {
        var published = found.Published.ToDictionary(@event => @event.EventId, StringComparer.Ordinal);
        foreach (var outcomes in _outcomes.Where(outcomes => !published.ContainsKey(outcomes.Key)))
        {
            var first = outcomes.MinBy(one => one.Outcome.At).Outcome;
            published[outcomes.Key] = new PublishedEvent(
                outcomes.Key, first.EventType ?? "", first.Source ?? "", first.At - (first.Waited ?? TimeSpan.Zero), first.Subject,
                first.CorrelationId, first.CausationId);
        }

        return [.. published.Values.OrderBy(@event => @event.Time).ThenBy(@event => @event.EventId, StringComparer.Ordinal)];
    }

    /// <param name="event">The event.</param>
    /// <param name="byCause">The events by what caused them.</param>
    /// <param name="above">Its causes; ids that somebody made up could make a circle.</param>
    private TracedEvent Node(PublishedEvent @event, ILookup<string, PublishedEvent> byCause, HashSet<string> above)
    {
        HashSet<string> path = [.. above, @event.EventId];
        return new TracedEvent(
            @event.EventId, @event.Type, @event.Source.Length == 0 ? null : @event.Source, @event.Time, @event.Subject,
            [.. Deliveries(@event)],
            [.. byCause[@event.EventId].Where(caused => !path.Contains(caused.EventId)).Select(caused => Node(caused, byCause, path))]);
    }

    private IEnumerable<TracedDelivery> Deliveries(PublishedEvent @event)
    {
        var reported = _outcomes[@event.EventId].ToLookup(one => one.Consumer.Title, one => one.Outcome);
        var source = @event.Source.Length == 0 ? null : @event.Source;
        var routes = rules.Where(rule => rule.CouldMatch(source, @event.Type))
            .SelectMany(rule => rule.Targets.Select(target => (Consumer: _byQueue.GetValueOrDefault(target), Rule: rule.Name)))
            .Where(route => route.Consumer is not null)
            .DistinctBy(route => route.Consumer!.Title)
            .ToDictionary(route => route.Consumer!.Title, route => route.Rule, StringComparer.Ordinal);
        foreach (var title in routes.Keys.Union(reported.Select(one => one.Key)).Order(StringComparer.Ordinal))
        {
            List<Outcome> attempts = [.. reported[title].OrderBy(outcome => outcome.At)];
            var letter = dead.GetValueOrDefault((title, @event.EventId));
            yield return new TracedDelivery(title, routes.GetValueOrDefault(title), State(attempts, letter), attempts, letter);
        }
    }

    private static DeliveryState State(List<Outcome> attempts, string? letter) =>
        letter is not null ? DeliveryState.Dead
        : attempts.Exists(attempt => attempt.Kind == OutcomeKind.Handled) ? DeliveryState.Handled
        : attempts.LastOrDefault()?.Kind switch
        {
            null or OutcomeKind.Postponed => DeliveryState.NoReportYet,
            OutcomeKind.Suppressed => DeliveryState.Suppressed,
            _ => DeliveryState.Failed,
        };
}
