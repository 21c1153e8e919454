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
    private readonly KeyNumbers _numbers = new();
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
            _fields.Add(new FieldDraft(_numbers));
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
            return new IndexedCondition(field, 0, 0, condition);
        }

        _conditionValues.AddRange(values);
        return new IndexedCondition(field, _conditionValues.Count - values.Count, values.Count, null);
    }

    private RuleIndex Finish()
    {
        var rarity = new Rarity(_fields, _conditions, _conditionUses, _conditionValues, _numbers.ValueCount);
        for (var rule = 0; rule < _owners.Count; rule++)
        {
            Reach(rule, rarity);
        }

        var keyCount = _numbers.Count;
        var (starts, entries) = SortByKey(keyCount);
        return new RuleIndex
        {
            Fields = _tree,
            ByField = [.. _fields.Select(field => field.Finish())],
            ValueCount = _numbers.ValueCount,
            EntryStarts = starts,
            Entries = entries,
            Unreachable = [.. _unreachable],
            ConditionStarts = [.. _conditionStarts],
            RuleConditions = [.. _ruleConditions],
            Owners = [.. _owners],
            Conditions = [.. _conditions],
            ConditionValues = [.. _conditionValues],
            PatternCount = _patterns,
        };
    }

    /// <summary>Makes the rule reachable through its rarest condition, with the rarest other one about values as its guard.</summary>
    private void Reach(int rule, Rarity rarity)
    {
        var conditions = CollectionsMarshal.AsSpan(_ruleConditions)[_conditionStarts[rule].._conditionStarts[rule + 1]];
        var (key, guard) = rarity.Choose(conditions);
        if (key == Rarity.None)
        {
            _unreachable.Add(rule);
            return;
        }

        var condition = _conditions[key];
        if (condition.Condition is { } general)
        {
            foreach (var alternative in general.Alternatives)
            {
                _entries.Add(new DraftEntry(_fields[condition.Field].Key(alternative), new RuleIndex.Entry(rule, guard)));
            }
        }
        else
        {
            foreach (var value in CollectionsMarshal.AsSpan(_conditionValues).Slice(condition.FirstValue, condition.ValueCount))
            {
                _entries.Add(new DraftEntry(value, new RuleIndex.Entry(rule, guard)));
            }
        }
    }

    /// <summary>Brings the entries of each key together (a counting sort).</summary>
    private (int[] Starts, RuleIndex.Entry[] Entries) SortByKey(int keyCount)
    {
        var starts = new int[keyCount + 1];
        foreach (var entry in _entries)
        {
            starts[_numbers.Final(entry.Key) + 1]++;
        }

        for (var key = 0; key < keyCount; key++)
        {
            starts[key + 1] += starts[key];
        }

        var next = starts[..^1];
        var entries = new RuleIndex.Entry[_entries.Count];
        foreach (var entry in _entries)
        {
            entries[next[_numbers.Final(entry.Key)]++] = entry.Entry;
        }

        return (starts, entries);
    }

    /// <param name="Key">A key's number as <see cref="KeyNumbers"/> gave it.</param>
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
