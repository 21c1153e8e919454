using Waybill.Operations.Consumers;
using Waybill.Operations.Logs;
using Waybill.Operations.Routes;

namespace Waybill.Operations.Tracing;

/// <summary>Puts lines together to trees of events.</summary>
internal sealed class TraceTree
{
    private readonly ILookup<string, (Consumer Consumer, Outcome Outcome)> _outcomes;
    private readonly IReadOnlyList<PublishedEvent> _events;
    private readonly ConsumerRoutes _routes;

    public TraceTree(Findings found, ConsumerRoutes routes)
    {
        (_outcomes, _routes) = (found.OutcomesByEvent, routes);
        _events = Events(found.Published);
    }

    /// <summary>Who was handed one of the events, or should have been.</summary>
    public IEnumerable<Consumer> Hearers => _events.SelectMany(Hear).Distinct();

    /// <param name="id">What was asked for.</param>
    /// <param name="dead">The ids of dead letters, by consumer and event.</param>
    /// <param name="knowsPublished">Whether the account logs what is published.</param>
    public Trace Of(string id, IReadOnlyDictionary<(Consumer Consumer, string Event), string> dead, bool knowsPublished)
    {
        var ids = _events.Select(@event => @event.EventId).ToHashSet(StringComparer.Ordinal);
        var byCause = _events.Where(@event => @event.CausationId is { } cause && ids.Contains(cause))
            .ToLookup(@event => @event.CausationId!, StringComparer.Ordinal);
        var roots = _events.Where(@event => @event.CausationId is not { } cause || !ids.Contains(cause));
        return new Trace(id, [.. roots.Select(root => Node(root, byCause, dead, []))], knowsPublished);
    }

    /// <summary>What was published, and what consumers reported on that no log of published events has.</summary>
    private List<PublishedEvent> Events(IEnumerable<PublishedEvent> logged)
    {
        var published = logged.ToDictionary(@event => @event.EventId, StringComparer.Ordinal);
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
    /// <param name="dead">The ids of dead letters.</param>
    /// <param name="above">Its causes; ids that somebody made up could make a circle.</param>
    private TracedEvent Node(
        PublishedEvent @event, ILookup<string, PublishedEvent> byCause,
        IReadOnlyDictionary<(Consumer Consumer, string Event), string> dead, HashSet<string> above)
    {
        HashSet<string> path = [.. above, @event.EventId];
        var caused = byCause[@event.EventId].Where(one => !path.Contains(one.EventId));
        return new TracedEvent(
            @event.EventId, @event.Type, SourceOf(@event), @event.Time, @event.Subject, [.. Deliveries(@event, dead)],
            [.. caused.Select(one => Node(one, byCause, dead, path))]);
    }

    private IEnumerable<TracedDelivery> Deliveries(
        PublishedEvent @event, IReadOnlyDictionary<(Consumer Consumer, string Event), string> dead)
    {
        var routes = RoutesOf(@event);
        return Hear(@event).OrderBy(consumer => consumer.Title, StringComparer.Ordinal).Select(consumer =>
        {
            List<Outcome> attempts =
                [.. _outcomes[@event.EventId].Where(one => one.Consumer == consumer).Select(one => one.Outcome).OrderBy(one => one.At)];
            var letter = dead.GetValueOrDefault((consumer, @event.EventId));
            return new TracedDelivery(consumer.Title, routes.GetValueOrDefault(consumer), State(attempts, letter), attempts, letter);
        });
    }

    private IEnumerable<Consumer> Hear(PublishedEvent @event) =>
        RoutesOf(@event).Keys.Union(_outcomes[@event.EventId].Select(one => one.Consumer));

    private IReadOnlyDictionary<Consumer, string> RoutesOf(PublishedEvent @event) => _routes.Of(SourceOf(@event), @event.Type);

    /// <summary>Null when neither a log of published events nor a consumer tells it.</summary>
    private static string? SourceOf(PublishedEvent @event) => @event.Source.Length == 0 ? null : @event.Source;

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
