using Waybill.EventPatterns.Indexing;
using Waybill.EventPatterns.Memory;

namespace Waybill.EventPatterns;

/// <summary>Rules with an index of their own; immutable.</summary>
internal sealed class RulePart
{
    private readonly string[] _ids;
    private readonly EventPattern[] _patterns;
    private Dictionary<string, int>? _places;

    private RulePart(string[] ids, EventPattern[] patterns, RuleIndex index) => (_ids, _patterns, Index) = (ids, patterns, index);

    public static RulePart Empty { get; } = Build([]);

    public RuleIndex Index { get; }

    public int Count => _ids.Length;

    public IEnumerable<KeyValuePair<string, EventPattern>> Rules => _ids.Select((id, place) => KeyValuePair.Create(id, _patterns[place]));

    /// <exception cref="ArgumentException">Two rules have the same id.</exception>
    public static RulePart Build(IEnumerable<KeyValuePair<string, EventPattern>> rules)
    {
        var ids = new List<string>();
        var patterns = new List<EventPattern>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var index = RuleIndexBuilder.Build(rules.Select(rule =>
        {
            if (!known.Add(rule.Key))
            {
                throw new ArgumentException($"Two rules have the id '{rule.Key}'; each rule of a set needs its own.", nameof(rules));
            }

            ids.Add(rule.Key);
            patterns.Add(rule.Value);
            return rule.Value.TakeCombinations();
        }));
        return new RulePart([.. ids], [.. patterns], index);
    }

    /// <summary>Adds the ids of the rules at these places.</summary>
    public void AddIds(ReadOnlySpan<int> places, int[] removed, MatchBuffer to)
    {
        foreach (var place in places)
        {
            Prefetch.Read(in _ids[place]);
        }

        foreach (var place in places)
        {
            if (removed.Length == 0 || Array.BinarySearch(removed, place) < 0)
            {
                to.Add(_ids[place]);
            }
        }
    }

    /// <summary>The place of the rule with this id, or null.</summary>
    public int? Find(string id)
    {
        // Survives: only slower.
        _places ??= _ids.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);
        return _places.TryGetValue(id, out var found) ? found : null;
    }
}
