using Waybill.Operations.Consumers;
using Waybill.Operations.Logs;

namespace Waybill.Operations.Tracing;

/// <summary>The lines that a trace is made of, each once.</summary>
internal sealed class Findings(IEnumerable<PublishedEvent> published, IEnumerable<(Consumer Consumer, Outcome Outcome)> outcomes)
{
    private readonly Dictionary<string, PublishedEvent> _published = published.DistinctBy(@event => @event.EventId, StringComparer.Ordinal)
        .ToDictionary(@event => @event.EventId, StringComparer.Ordinal);

    private readonly HashSet<(Consumer Consumer, Outcome Outcome)> _outcomes = [.. outcomes.Where(one => one.Outcome.EventId is not null)];

    public bool IsEmpty => _published.Count == 0 && _outcomes.Count == 0;

    public IReadOnlyCollection<PublishedEvent> Published => _published.Values;

    public IReadOnlySet<string> EventIds =>
        _published.Keys.Concat(_outcomes.Select(one => one.Outcome.EventId!)).ToHashSet(StringComparer.Ordinal);

    public IEnumerable<string> Correlations => _published.Values.Select(@event => @event.CorrelationId)
        .Concat(_outcomes.Select(one => one.Outcome.CorrelationId)).OfType<string>();

    public ILookup<string, (Consumer Consumer, Outcome Outcome)> OutcomesByEvent => _outcomes.ToLookup(one => one.Outcome.EventId!);

    public void Add(Findings others)
    {
        foreach (var @event in others.Published)
        {
            _published.TryAdd(@event.EventId, @event);
        }

        _outcomes.UnionWith(others._outcomes);
    }
}
