using System.Runtime.InteropServices;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Parsing;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Indexing;

/// <summary>Makes a <see cref="RuleIndex"/>: takes in all combinations, then has each written with the key that reaches it.</summary>
internal sealed class RuleIndexBuilder
{
    private readonly FieldNode _tree = new();
    private readonly Dictionary<string, int> _fieldsByPath = new(StringComparer.Ordinal);
    private readonly List<FieldDraft> _fields = [];
    private readonly Dictionary<(int Field, ReadOnlyMemory<byte> Text), int> _conditionsByText = new(SameText.Instance);
    private readonly List<DraftCondition> _conditions = [];
    private readonly List<int> _conditionUses = [];
    private readonly List<int> _conditionValues = [];
    private readonly List<int> _conditionIds = [];
    private readonly List<int> _conditionStarts = [0];
    private readonly List<int> _owners = [];
    private readonly KeyTable _keys = new();
    private readonly ValueNumbers _values = new();
    private int _patterns;

    /// <summary>Makes the index of these patterns; a pattern is known by its place among them.</summary>
    public static RuleIndex Build(IEnumerable<Combination[]> patterns)
    {
        var builder = new RuleIndexBuilder();
        foreach (var pattern in patterns)
        {
            builder.Add(pattern);
        }

        return builder.Finish();
    }

    private void Add(Combination[] pattern)
    {
        foreach (var combination in pattern)
        {
            foreach (var (path, condition) in combination.Conditions)
            {
                var id = ConditionId(FieldId(path), condition);
                _conditionUses[id]++;
                _conditionIds.Add(id);
            }

            _owners.Add(_patterns);
            _conditionStarts.Add(_conditionIds.Count);
        }

        _patterns++;
    }

    private int FieldId(string path)
    {
        if (!_fieldsByPath.TryGetValue(path, out var field))
        {
            field = _tree.Add(Wtf8.FromUtf16(path), _fields.Count);
            _fieldsByPath.Add(path, field);
            _fields.Add(new FieldDraft(field, _keys, _values));
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
            _conditions.Add(new DraftCondition(field, _fields[field].AddValues(condition, _conditionValues), condition));
            _conditionUses.Add(0);
        }

        return id;
    }

    private RuleIndex Finish()
    {
        var partition = new PartitionField(_conditions, _conditionUses, _conditionValues, _fields.Count, _owners.Count);
        var rarity = new Rarity(_fields, _conditions, _conditionUses, _conditionValues, _values);
        var writer = new CombinationWriter(_fields, _conditions, _conditionValues, _values, _keys, rarity, partition);
        for (var combination = 0; combination < _owners.Count; combination++)
        {
            writer.Write(_owners[combination], ConditionsOf(combination));
        }

        return writer.Finish(_tree);
    }

    private ReadOnlySpan<int> ConditionsOf(int combination) =>
        CollectionsMarshal.AsSpan(_conditionIds)[_conditionStarts[combination].._conditionStarts[combination + 1]];

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

/// <summary>A condition while an index is made.</summary>
/// <param name="Field">Its field.</param>
/// <param name="Values">The values it accepts, by their <see cref="ValueNumbers"/>; none if it is about more than values.</param>
/// <param name="Condition">The condition itself.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DraftCondition(int Field, Values Values, Condition Condition)
{
    public bool IsAboutValues => Values.Count > 0;
}

/// <summary>Where some values lie in a list.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Values(int First, int Count)
{
    public ReadOnlySpan<int> In(List<int> list) => CollectionsMarshal.AsSpan(list).Slice(First, Count);
}
