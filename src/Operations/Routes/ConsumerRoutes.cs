using Waybill.Operations.Consumers;

namespace Waybill.Operations.Routes;

/// <summary>Which rules take events to which consumers, as far as an event's source and type say.</summary>
internal sealed class ConsumerRoutes(IReadOnlyList<Consumer> consumers, IReadOnlyList<ConsumerRule> rules)
{
    private readonly ILookup<string, Consumer> _byQueue = consumers.ToLookup(consumer => consumer.Queue.Arn, StringComparer.Ordinal);
    private readonly Dictionary<(string? Source, string? Type), IReadOnlyDictionary<Consumer, string>> _known = [];

    /// <summary>The consumers that could be handed such events, each with the name of the first rule that takes them there.</summary>
    public IReadOnlyDictionary<Consumer, string> Of(string? source, string? type)
    {
        if (!_known.TryGetValue((source, type), out var routes))
        {
            routes = _known[(source, type)] = rules.Where(rule => rule.CouldMatch(source, type))
                .SelectMany(rule => rule.Targets.Select(target => (Consumer: _byQueue[target].FirstOrDefault(), Rule: rule.Name)))
                .Where(route => route.Consumer is not null)
                .DistinctBy(route => route.Consumer)
                .ToDictionary(route => route.Consumer!, route => route.Rule);
        }

        return routes;
    }
}
