using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Matching;

/// <summary>
/// Reaches rules through one condition each: if it can, one that wants an exact value (the rarest among all rules); else one that wants
/// some field to be there. What it finds is then checked in full.
/// </summary>
internal sealed class RuleIndex
{
    private readonly List<IndexedRule> _rules = [];
    private readonly Dictionary<int, Dictionary<byte[], List<IndexedRule>>> _byValue = [];
    private readonly Dictionary<int, List<IndexedRule>> _byField = [];
    private readonly List<IndexedRule> _always = [];
    private int _fieldCount;

    private RuleIndex()
    {
    }

    /// <summary>The fields the rules use.</summary>
    public FieldTree Fields { get; } = new();

    /// <param name="patterns">The patterns; a rule is known by its pattern's place among them.</param>
    public static RuleIndex Build(IEnumerable<EventPattern> patterns)
    {
        var index = new RuleIndex();
        var id = 0;
        foreach (var pattern in patterns)
        {
            foreach (var rule in pattern.Alternatives)
            {
                index._rules.Add(index.Compile(id, rule));
            }

            id++;
        }
        index.Link();
        return index;
    }

    /// <summary>Adds the ids of the rules that match.</summary>
    /// <returns>Whether that could be decided in a bounded number of steps.</returns>
    public bool Find(EventLeaves leaves, ReadOnlySpan<byte> @event, SortedSet<int> matched)
    {
        var candidates = new HashSet<IndexedRule>(_always);
        foreach (var field in leaves.Fields)
        {
            if (_byField.TryGetValue(field, out var rules))
            {
                candidates.UnionWith(rules);
            }

            if (_byValue.TryGetValue(field, out var values))
            {
                AddByValue(leaves, field, values, @event, candidates);
            }
        }
        var search = new RuleSearch(leaves, @event);
        foreach (var rule in candidates)
        {
            if (!matched.Contains(rule.Id) && search.Matches(rule))
            {
                matched.Add(rule.Id);
            }
        }
        return !search.GaveUp;
    }

    private static void AddByValue(
        EventLeaves leaves,
        int field,
        Dictionary<byte[], List<IndexedRule>> values,
        ReadOnlySpan<byte> @event,
        HashSet<IndexedRule> candidates)
    {
        var lookup = values.GetAlternateLookup<ReadOnlySpan<byte>>();
        Span<byte> small = stackalloc byte[256];
        foreach (var leaf in leaves.Of(field))
        {
            var value = leaves.Value(leaf, @event);
            var size = value.Text.Length + ValueKey.Overhead;
            var buffer = size <= small.Length ? small : new byte[size];
            if (lookup.TryGetValue(ValueKey.Of(value, buffer), out var rules))
            {
                candidates.UnionWith(rules);
            }

            if (value.IsString && IpAddress.TryParse(value.Text, out var address)
                && lookup.TryGetValue(ValueKey.Of(address, buffer), out rules))
            {
                candidates.UnionWith(rules);
            }
        }
    }

    private IndexedRule Compile(int id, FlatRule rule) =>
        new(id, [.. rule.Conditions.Select(condition => new IndexedCondition(FieldId(condition.Path), condition.Condition))]);

    private int FieldId(string path)
    {
        var id = Fields.Add(Wtf8.FromUtf16(path), _fieldCount);
        _fieldCount = Math.Max(_fieldCount, id + 1);
        return id;
    }

    private void Link()
    {
        var popularity = Popularity();
        foreach (var rule in _rules)
        {
            if (rule.Conditions.Where(HasKeys).MinBy(Cost) is { } exact)
            {
                LinkByValue(rule, exact);
            }
            else if (rule.Conditions.FirstOrDefault(condition => !condition.Condition.AcceptsAbsence) is { } present)
            {
                ListOf(_byField, present.Field).Add(rule);
            }
            else
            {
                _always.Add(rule);
            }
        }

        int Cost(IndexedCondition condition) => condition.Condition.Keys!.Sum(key => popularity[condition.Field][key]);
    }

    /// <summary>How many rules want each value of each field.</summary>
    private Dictionary<int, Dictionary<byte[], int>> Popularity()
    {
        var popularity = new Dictionary<int, Dictionary<byte[], int>>();
        foreach (var condition in _rules.SelectMany(rule => rule.Conditions).Where(HasKeys))
        {
            if (!popularity.TryGetValue(condition.Field, out var values))
            {
                popularity.Add(condition.Field, values = new(Utf8Comparer.Instance));
            }

            foreach (var key in condition.Condition.Keys!)
            {
                values[key] = values.GetValueOrDefault(key) + 1;
            }
        }
        return popularity;
    }

    private void LinkByValue(IndexedRule rule, IndexedCondition exact)
    {
        if (!_byValue.TryGetValue(exact.Field, out var values))
        {
            _byValue.Add(exact.Field, values = new(Utf8Comparer.Instance));
        }

        foreach (var key in exact.Condition.Keys!)
        {
            ListOf(values, key).Add(rule);
        }
    }

    private static bool HasKeys(IndexedCondition condition) => condition.Condition.Keys is not null;

    private static List<IndexedRule> ListOf<TKey>(Dictionary<TKey, List<IndexedRule>> lists, TKey key)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists.Add(key, list = []);
        }

        return list;
    }
}

/// <summary>A flat rule whose paths have become fields of one index.</summary>
/// <param name="id">The place of its pattern in the rule set.</param>
/// <param name="conditions">Its conditions, in UTF-16 order of their paths.</param>
internal sealed class IndexedRule(int id, IndexedCondition[] conditions)
{
    public int Id { get; } = id;

    public IndexedCondition[] Conditions { get; } = conditions;
}

/// <param name="Field">The field's id in the index.</param>
/// <param name="Condition">What its value must be.</param>
internal sealed record IndexedCondition(int Field, Condition Condition);
