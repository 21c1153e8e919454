using Waybill.EventPatterns;
using Waybill.Local.Account;

namespace Waybill.Local.Bus.Routing;

/// <summary>One bus, compiled: which rules and archives an event matches.</summary>
internal sealed class BusRoutes
{
    [ThreadStatic]
    private static MatchBuffer? _matches;

    private readonly RuleSet _patterns;
    private readonly Dictionary<string, RuleRoute> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Archive> _archives = new(StringComparer.Ordinal);
    private readonly List<Archive> _archivesOfEverything = [];

    /// <exception cref="InvalidEventPatternException">A rule or archive has a pattern that EventBridge would refuse.</exception>
    /// <exception cref="UnsupportedTargetException">A target is not a standard queue.</exception>
    public BusRoutes(EventBus bus, CloudModel model, IReadOnlyDictionary<string, Queue> queues)
    {
        Bus = bus;
        var patterns = new List<KeyValuePair<string, EventPattern>>();
        foreach (var rule in model.Rules.Where(rule => rule.BusName == bus.Name))
        {
            var route = new RuleRoute(
                rule, [.. rule.Targets.Select(target => TargetRoute.Decide(rule, target, queues))], new RuleCounters(rule));
            _rules.Add(rule.Arn, route);
            // A disabled rule delivers nothing, but its mistakes are mistakes all the same.
            var pattern = EventPattern.Parse(rule.EventPattern);
            if (rule.Enabled)
            {
                patterns.Add(new(rule.Arn, pattern));
            }
        }
        foreach (var archive in model.Archives.Where(archive => archive.BusName == bus.Name))
        {
            if (archive.EventPattern is null)
            {
                _archivesOfEverything.Add(archive);
            }
            else
            {
                patterns.Add(new(archive.Arn, EventPattern.Parse(archive.EventPattern)));
            }

            _archives.Add(archive.Arn, archive);
        }
        _patterns = RuleSet.Build(patterns);
    }

    public EventBus Bus { get; }
    public IEnumerable<RuleRoute> Rules => _rules.Values;
    public bool IsEmpty => _rules.Count + _archives.Count == 0;

    public BusMatch Match(ReadOnlyMemory<byte> envelope)
    {
        var matches = _matches ??= new MatchBuffer();
        var fault = CheckedEvent.TryCheck(envelope, out var checkedEvent);
        var outcome = _patterns.Match(checkedEvent, matches);
        var ids = matches.RuleIds.ToArray();
        return new BusMatch(
            [.. ids.Where(_rules.ContainsKey).Select(id => _rules[id])],
            [.. _archivesOfEverything, .. ids.Where(_archives.ContainsKey).Select(id => _archives[id])],
            fault == MatchOutcome.NoMatch ? outcome : fault);
    }
}

internal sealed record RuleRoute(Rule Rule, IReadOnlyList<TargetRoute> Targets, RuleCounters Counters);

internal sealed record BusMatch(IReadOnlyList<RuleRoute> Rules, IReadOnlyList<Archive> Archives, MatchOutcome Outcome);
