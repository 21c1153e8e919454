using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Indexing;

/// <summary>The values that conditions name, each with a number, while an index is made.</summary>
internal sealed class ValueNumbers
{
    private readonly KeyTable _table = new();
    private readonly List<(int Field, Operator Value)> _values = [];
    private readonly Dictionary<int, FieldPlanDraft> _fields = [];

    public int Count => _values.Count;

    /// <summary>The field a value belongs to, and an alternative that accepts nothing else.</summary>
    public (int Field, Operator Value) this[int value] => _values[value];

    /// <summary>The number of the value that an alternative accepts, which is <see cref="Count"/> before the call if it is new.</summary>
    public int Number(int field, Operator alternative)
    {
        if (!_fields.TryGetValue(field, out var plan))
        {
            _fields.Add(field, plan = new FieldPlanDraft(_table, isPlain: true));
        }

        var number = SingleValue.AddTo(plan, alternative);
        if (number == _values.Count)
        {
            _values.Add((field, alternative));
        }

        return number;
    }
}
