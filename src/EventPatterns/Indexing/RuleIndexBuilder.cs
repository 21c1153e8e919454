using System.Runtime.InteropServices;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Matching;

namespace Waybill.EventPatterns.Indexing;

/// <summary>Makes a <see cref="RuleIndex"/>: takes in all rules, then chooses for each the key by which it is reached.</summary>
internal sealed class RuleIndexBuilder
{
    private readonly FieldNode _tree = new();
    private readonly Dictionary<string, int> _fieldsByPath = new(StringComparer.Ordinal);
    private readonly List<FieldDraft> _fields = [];
    private readonly Dictionary<(int Field, ReadOnlyMemory<byte> Text), int> _conditionsByText = new(SameText.Instance);
    private readonly List<IndexedCondition> _conditions = [];
    private readonly List<int> _conditionUses = [];
    private readonly List<int> _conditionValues = [];
    private readonly List<int> _ruleConditions = [];
    private readonly List<int> _conditionStarts = [0];
    private readonly List<int> _owners = [];
    private readonly List<int> _unreachable = [];
    private readonly List<DraftEntry> _entries = [];
    private readonly List<int> _rules = [];
    private readonly KeyTable _keys = new();
    private readonly Dictionary<int, int> _guardsByCondition = [];
    private readonly List<Values> _guards = [];
    private int _patterns;

    /// <summary>Makes the index of these patterns; a pattern is known by its place among them.</summary>
    public static RuleIndex Build(IEnumerable<EventPattern> patterns)
    {
        var builder = new RuleIndexBuilder();
        foreach (var pattern in patterns)
        {
            builder.Add(pattern);
        }

        return builder.Finish();
    }

    private void Add(EventPattern pattern)
    {
        foreach (var rule in pattern.TakeAlternatives())
        {
            foreach (var (path, condition) in rule.Conditions)
            {
                var id = ConditionId(FieldId(path), condition);
                _conditionUses[id]++;
                _ruleConditions.Add(id);
            }

            _owners.Add(_patterns);
            _conditionStarts.Add(_ruleConditions.Count);
        }

        _patterns++;
    }

    private int FieldId(string path)
    {
        if (!_fieldsByPath.TryGetValue(path, out var field))
        {
            field = _tree.Add(Wtf8.FromUtf16(path), _fields.Count);
            _fieldsByPath.Add(path, field);
            _fields.Add(new FieldDraft(_keys));
        }

        return field;
    }

    /// <summary>Conditions that are written the same way are one.</summary>
    private int ConditionId(int field, Condition condition)
    {
        ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(_conditionsByText, (field, condition.Text), out var known);
        if (!known)
        {
            id = _conditions.Count;
            _conditions.Add(Indexed(field, condition));
            _conditionUses.Add(0);
        }

        return id;
    }

    private IndexedCondition Indexed(int field, Condition condition)
    {
        if (!_fields[field].TryAddValues(condition, out var values))
        {
            _fields[field].Observe(condition);
            return new IndexedCondition(field, default, condition);
        }

        _conditionValues.AddRange(values);
        return new IndexedCondition(field, new Values(_conditionValues.Count - values.Count, values.Count), null);
    }

    private RuleIndex Finish()
    {
        var rarity = new Rarity(_fields, _conditions, _conditionUses, _conditionValues, _keys.Count);
        for (var rule = 0; rule < _owners.Count; rule++)
        {
            Reach(rule, rarity);
        }

        var byField = _fields.Select(field => field.Finish()).ToArray();
        var (keys, entries) = SortByKey(_keys.Count);
        _keys.Lead(keys);
        return new RuleIndex
        {
            Fields = _tree,
            ByField = byField,
            Table = _keys,
            Keys = keys,
            Entries = entries,
            Guards = [.. _guards],
            Unreachable = [.. _unreachable],
            Rules = [.. _rules],
            Conditions = [.. _conditions],
            ConditionValues = [.. _conditionValues],
            PatternCount = _patterns,
        };
    }

    /// <summary>Makes the rule reachable through its rarest condition, with the rarest other one about values as its guard.</summary>
    private void Reach(int rule, Rarity rarity)
    {
        var conditions = CollectionsMarshal.AsSpan(_ruleConditions)[_conditionStarts[rule].._conditionStarts[rule + 1]];
        var (key, guardCondition) = rarity.Choose(conditions);
        var guard = Guard(guardCondition);
        var keys = key == Rarity.None ? [] : Keys(_conditions[key]);
        var isOnlyWay = keys.Count <= 1 && IsOnlyRuleOfPattern(rule);
        if (keys.Count == 1 && isOnlyWay && conditions.Length == 1 && IsFoundExactly(key))
        {
            _entries.Add(new DraftEntry(keys[0], new RuleIndex.Entry(~_owners[rule], guard)));
            return;
        }

        var start = _rules.Count;
        Rule.Write(_rules, _owners[rule], mayRepeat: !isOnlyWay, WithFields(conditions, key, guardCondition));
        if (key == Rarity.None)
        {
            _unreachable.Add(start);
        }

        foreach (var reached in keys)
        {
            _entries.Add(new DraftEntry(reached, new RuleIndex.Entry(start, guard)));
        }
    }

    /// <summary>The number of the guard that looks at a condition about values.</summary>
    private int Guard(int condition)
    {
        if (condition == Rarity.None)
        {
            return RuleIndex.Entry.NoGuard;
        }

        ref var guard = ref CollectionsMarshal.GetValueRefOrAddDefault(_guardsByCondition, condition, out var known);
        if (!known)
        {
            guard = _guards.Count;
            _guards.Add(_conditions[condition].Values);
        }

        return guard;
    }

    private bool IsFoundExactly(int condition) => _conditions[condition].Condition is not { } general || general.Alternatives.All(FieldDraft.IsFoundExactly);

    /// <summary>The conditions as <see cref="Rule.Conditions"/> has them; who comes to a rule has looked at its guard, and often found what its key asks for.</summary>
    private int[] WithFields(ReadOnlySpan<int> conditions, int key, int guard)
    {
        var written = new int[conditions.Length * 2];
        for (var i = 0; i < conditions.Length; i++)
        {
            var condition = conditions[i];
            var indexed = _conditions[condition];
            (written[2 * i], written[(2 * i) + 1]) = condition == guard || (condition == key && IsFoundExactly(key))
                ? (indexed.Field | Rule.Known, condition)
                : indexed is { Condition: null, Values.Count: 1 }
                ? (indexed.Field | Rule.OneValue, _conditionValues[indexed.Values.First])
                : (indexed.Field, condition);
        }

        return written;
    }

    private bool IsOnlyRuleOfPattern(int rule) =>
        (rule == 0 || _owners[rule - 1] != _owners[rule]) && (rule + 1 == _owners.Count || _owners[rule + 1] != _owners[rule]);

    /// <summary>The keys by which every leaf that satisfies the condition is found.</summary>
    private List<int> Keys(IndexedCondition condition) => condition.Condition is { } general
        ? [.. general.Alternatives.Select(_fields[condition.Field].Key).Distinct()]
        : _conditionValues.GetRange(condition.Values.First, condition.Values.Count);

    /// <summary>Brings the entries of each key together (a counting sort); a key's only one takes the place of a list.</summary>
    private (RuleIndex.Entry[] Keys, RuleIndex.Entry[] Entries) SortByKey(int keyCount)
    {
        var counts = new int[keyCount];
        foreach (var entry in _entries)
        {
            counts[entry.Key]++;
        }

        var keys = new RuleIndex.Entry[keyCount];
        var next = 0;
        for (var key = 0; key < keyCount; key++)
        {
            keys[key] = RuleIndex.Entry.List(next, counts[key]);
            next += counts[key] == 1 ? 0 : counts[key];
        }

        var entries = new RuleIndex.Entry[next];
        foreach (var (key, entry) in _entries)
        {
            if (keys[key] is { IsList: true, Count: 1 } && counts[key] == 1)
            {
                keys[key] = entry;
            }
            else
            {
                entries[keys[key].Rule + --counts[key]] = entry;
            }
        }

        return (keys, entries);
    }

    /// <param name="Key">A key's number.</param>
    /// <param name="Entry">What it leads to.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct DraftEntry(int Key, RuleIndex.Entry Entry);

    private sealed class SameText : IEqualityComparer<(int Field, ReadOnlyMemory<byte> Text)>
    {
        public static SameText Instance { get; } = new();

        public bool Equals((int Field, ReadOnlyMemory<byte> Text) x, (int Field, ReadOnlyMemory<byte> Text) y) =>
            x.Field == y.Field && x.Text.Span.SequenceEqual(y.Text.Span);

        public int GetHashCode((int Field, ReadOnlyMemory<byte> Text) obj)
        {
            var hash = default(HashCode);
            hash.Add(obj.Field);
            hash.AddBytes(obj.Text.Span);
            return hash.ToHashCode();
        }
    }
}
