using Waybill.EventPatterns.Events;

namespace Waybill.EventPatterns;

/// <summary>Many named patterns, held against an event together; an immutable snapshot, safe for any number of threads.</summary>
public sealed class RuleSet
{
    [ThreadStatic]
    private static MatchBuffer? _buffer;

    private readonly RulePart _main;
    private readonly RulePart _recent;
    private readonly int[] _removed;

    private RuleSet(RulePart main, RulePart recent, int[] removed) => (_main, _recent, _removed) = (main, recent, removed);

    /// <summary>How many rules there are.</summary>
    internal int Count => _main.Count - _removed.Length + _recent.Count;

    /// <summary>The rules, in the order in which the set was given them.</summary>
    internal IEnumerable<KeyValuePair<string, EventPattern>> Rules =>
        _main.Rules.Where((_, place) => !IsRemoved(place)).Concat(_recent.Rules);

    /// <exception cref="ArgumentException">Two rules have the same id.</exception>
    public static RuleSet Build(IEnumerable<KeyValuePair<string, EventPattern>> rules) => new(RulePart.Build(rules), RulePart.Empty, []);

    /// <summary>A new set with this rule added, or put in the place of the one with the same id.</summary>
    /// <remarks>
    /// Costs far less than building the set anew: a few recent rules have an index of their own, and join the others when they are many.
    /// </remarks>
    public RuleSet With(string id, EventPattern pattern)
    {
        var without = Without(id);
        return without.Settled(RulePart.Build(without._recent.Rules.Append(new(id, pattern))), without._removed);
    }

    /// <summary>A new set without this rule; the same set if it has no such rule.</summary>
    public RuleSet Without(string id)
    {
        if (_recent.Find(id) is { } recent)
        {
            return new RuleSet(_main, RulePart.Build(_recent.Rules.Where((_, place) => place != recent)), _removed);
        }

        return _main.Find(id) is { } place && !IsRemoved(place)
            ? Settled(_recent, [.. _removed.Append(place).Order()])
            : this;
    }

    /// <summary>Finds the rules that match an event and writes their ids into <paramref name="matches"/>.</summary>
    /// <remarks>Never throws for what the event holds; unless the outcome is <see cref="MatchOutcome.Matched"/> there are no ids.</remarks>
    public MatchOutcome Match(in CheckedEvent @event, MatchBuffer matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        matches.Clear();
        return @event.Utf8.IsEmpty ? MatchOutcome.Malformed : Match(@event.Utf8.Span, @event.IsPlain, matches);
    }

    /// <summary>The ids of the rules that match an event (JSON in UTF-8); none for an event that cannot be matched.</summary>
    public IReadOnlyList<string> Match(ReadOnlySpan<byte> eventUtf8)
    {
        var buffer = _buffer ??= new MatchBuffer();
        Match(eventUtf8, buffer);
        return buffer.RuleIds.ToArray();
    }

    /// <summary>Checks the event too.</summary>
    internal MatchOutcome Match(ReadOnlySpan<byte> eventUtf8, MatchBuffer matches)
    {
        matches.Clear();
        var fault = EventCheck.Run(eventUtf8, out var isPlain);
        return fault == EventFault.None ? Match(eventUtf8, isPlain, matches) : CheckedEvent.OutcomeOf(fault);
    }

    private MatchOutcome Match(ReadOnlySpan<byte> @event, bool isPlain, MatchBuffer matches)
    {
        var isComplete = matches.Main.Run(_main.Index, @event, isPlain);
        matches.Work = matches.Main.Work;
        _main.AddIds(matches.Main.Matched, _removed, matches);
        if (_recent.Count > 0)
        {
            isComplete &= matches.Recent.Run(_recent.Index, @event, isPlain);
            matches.Work = matches.Work.And(matches.Recent.Work);
            _recent.AddIds(matches.Recent.Matched, [], matches);
        }

        if (!isComplete)
        {
            matches.ClearIds();
            return MatchOutcome.TooComplex;
        }

        return matches.Count == 0 ? MatchOutcome.NoMatch : MatchOutcome.Matched;
    }

    /// <summary>Makes one index of everything when the changes since the last time are so many that they cost more than that.</summary>
    private RuleSet Settled(RulePart recent, int[] removed)
    {
        var changed = new RuleSet(_main, recent, removed);
        var changes = recent.Count + removed.Length;
        return changes > 64 + (4 * Math.Sqrt(_main.Count)) ? Build(changed.Rules) : changed;
    }

    private bool IsRemoved(int place) => _removed.Length > 0 && Array.BinarySearch(_removed, place) >= 0;
}
