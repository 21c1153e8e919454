using System.Collections.Immutable;
using Waybill.EventPatterns;
using Waybill.Local.Account;

namespace Waybill.Local.Bus.Routing;

/// <summary>One bus, compiled: which rules and archives an event matches. A snapshot; a change of the account makes another one.</summary>
internal sealed class BusRoutes
{
    private static readonly ImmutableDictionary<string, RuleRoute> NoRules =
        ImmutableDictionary.Create<string, RuleRoute>(StringComparer.Ordinal);

    private static readonly ImmutableDictionary<string, Archive> NoArchives =
        ImmutableDictionary.Create<string, Archive>(StringComparer.Ordinal);

    public static readonly BusRoutes None = new(RuleSet.Build([]), NoRules, NoArchives);

    [ThreadStatic]
    private static MatchBuffer? _matches;

    private readonly RuleSet _patterns;
    private readonly ImmutableDictionary<string, RuleRoute> _rules;
    private readonly ImmutableDictionary<string, Archive> _archives;

    private BusRoutes(RuleSet patterns, ImmutableDictionary<string, RuleRoute> rules, ImmutableDictionary<string, Archive> archives) =>
        (_patterns, _rules, _archives) = (patterns, rules, archives);

    public IEnumerable<RuleRoute> Rules => _rules.Values;

    public bool IsEmpty => _rules.Count + _archives.Count == 0;

    /// <summary>Null when the bus has no such rule.</summary>
    public RuleRoute? Find(string ruleArn) => _rules.GetValueOrDefault(ruleArn);

    /// <summary>All of a bus at once, which costs less than one after the other.</summary>
    public static BusRoutes Build(IReadOnlyCollection<Rule> rules, IReadOnlyCollection<Archive> archives) => new(
        RuleSet.Build([
            .. rules.Where(MatchesEvents).Select(rule => KeyValuePair.Create(rule.Arn, EventPattern.Parse(rule.EventPattern!))),
            .. archives.Where(archive => archive.EventPattern is not null)
                .Select(archive => KeyValuePair.Create(archive.Arn, EventPattern.Parse(archive.EventPattern!))),
        ]),
        NoRules.AddRange(rules.Select(rule => KeyValuePair.Create(rule.Arn, new RuleRoute(rule, new RuleCounters(rule))))),
        NoArchives.AddRange(archives.Select(archive => KeyValuePair.Create(archive.Arn, archive))));

    public BusRoutes With(Rule rule)
    {
        var counters = Find(rule.Arn)?.Counters ?? new RuleCounters(rule);
        return new BusRoutes(
            MatchesEvents(rule) ? _patterns.With(rule.Arn, EventPattern.Parse(rule.EventPattern!)) : _patterns.Without(rule.Arn),
            _rules.SetItem(rule.Arn, new RuleRoute(rule, counters)), _archives);
    }

    public BusRoutes With(Archive archive) => new(
        archive.EventPattern is { } pattern ? _patterns.With(archive.Arn, EventPattern.Parse(pattern)) : _patterns.Without(archive.Arn),
        _rules, _archives.SetItem(archive.Arn, archive));

    public BusRoutes Without(IResource ruleOrArchive) => new(
        _patterns.Without(ruleOrArchive.Arn), _rules.Remove(ruleOrArchive.Arn), _archives.Remove(ruleOrArchive.Arn));

    public BusMatch Match(ReadOnlyMemory<byte> envelope)
    {
        var matches = _matches ??= new MatchBuffer();
        var fault = CheckedEvent.TryCheck(envelope, out var checkedEvent);
        var outcome = _patterns.Match(checkedEvent, matches);
        var ids = matches.RuleIds.ToArray();
        return new BusMatch(
            [.. ids.Where(_rules.ContainsKey).Select(id => _rules[id])],
            [
                .. _archives.Values.Where(archive => archive.EventPattern is null),
                .. ids.Where(_archives.ContainsKey).Select(id => _archives[id]),
            ],
            fault == MatchOutcome.NoMatch ? outcome : fault);
    }

    /// <summary>An archive's own rule is there to be seen; the archive itself is matched.</summary>
    private static bool MatchesEvents(Rule rule) => rule is { Enabled: true, EventPattern: not null, ManagedBy: null };
}

internal sealed record BusMatch(IReadOnlyList<RuleRoute> Rules, IReadOnlyList<Archive> Archives, MatchOutcome Outcome);
