using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Matching;

namespace Waybill.EventPatterns;

/// <summary>Many named patterns, held against an event together; an immutable snapshot, safe for any number of threads.</summary>
public sealed class RuleSet
{
    /// <summary>The largest event looked at: EventBridge takes entries of 1 MiB, the rest is room for the envelope around one.</summary>
    public const int MaxEventBytes = 2 * 1024 * 1024;

    private readonly Dictionary<string, EventPattern> _patterns;
    private readonly string[] _ids;
    private readonly RuleIndex _index;

    private RuleSet(Dictionary<string, EventPattern> patterns)
    {
        _patterns = patterns;
        _ids = [.. patterns.Keys];
        _index = RuleIndex.Build(patterns.Values);
    }

    /// <summary>A set with no rules, to start from.</summary>
    public static RuleSet Empty { get; } = new([]);

    /// <summary>The patterns by rule id.</summary>
    public IReadOnlyDictionary<string, EventPattern> Patterns => _patterns;

    /// <exception cref="ArgumentException">Two rules have the same id.</exception>
    public static RuleSet Build(IEnumerable<KeyValuePair<string, EventPattern>> rules) =>
        new(new Dictionary<string, EventPattern>(rules, StringComparer.Ordinal));

    /// <summary>A new set with this rule added, or put in the place of the one with the same id.</summary>
    public RuleSet With(string id, EventPattern pattern) =>
        new(new Dictionary<string, EventPattern>(_patterns, StringComparer.Ordinal) { [id] = pattern });

    /// <summary>A new set without this rule; the same set if it has no such rule.</summary>
    public RuleSet Without(string id)
    {
        if (!_patterns.ContainsKey(id))
        {
            return this;
        }

        var rest = new Dictionary<string, EventPattern>(_patterns, StringComparer.Ordinal);
        rest.Remove(id);
        return new RuleSet(rest);
    }

    /// <summary>Adds the ids of the rules that match the event (JSON in UTF-8) to <paramref name="matches"/>, each once.</summary>
    /// <remarks>Never throws for what the event holds; unless the outcome is <see cref="MatchOutcome.Matched"/> nothing is added.</remarks>
    public MatchOutcome Match(ReadOnlySpan<byte> eventUtf8, ICollection<string> matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        if (eventUtf8.Length > MaxEventBytes)
        {
            return MatchOutcome.TooLarge;
        }

        var leaves = new EventLeaves();
        var outcome = new EventFlattener(_index.Fields, leaves).Flatten(eventUtf8);
        if (outcome != MatchOutcome.Matched)
        {
            return outcome;
        }

        var matched = new SortedSet<int>();
        if (!_index.Find(leaves, eventUtf8, matched))
        {
            return MatchOutcome.TooComplex;
        }

        foreach (var rule in matched)
        {
            matches.Add(_ids[rule]);
        }

        return matched.Count == 0 ? MatchOutcome.NoMatch : MatchOutcome.Matched;
    }

    /// <summary>The ids of the rules that match; none for an event that cannot be matched.</summary>
    public IReadOnlyList<string> Match(ReadOnlySpan<byte> eventUtf8)
    {
        var matches = new List<string>();
        Match(eventUtf8, matches);
        return matches;
    }
}
