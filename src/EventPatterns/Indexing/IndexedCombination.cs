using System.Runtime.InteropServices;

namespace Waybill.EventPatterns.Indexing;

/// <summary>A combination as it lies in <see cref="RuleIndex.Combinations"/>.</summary>
internal readonly ref struct IndexedCombination(ReadOnlySpan<int> numbers)
{
    private const int HeaderLength = 2;

    private readonly ReadOnlySpan<int> _numbers = numbers;

    /// <summary>The pattern it is of.</summary>
    public int Pattern => _numbers[0];

    /// <summary>Whether an event can reach it more than once.</summary>
    public bool MayRepeat => _numbers[1] < 0;

    /// <summary>How many numbers it consists of.</summary>
    public int Length => HeaderLength + ConditionsLength;

    /// <summary>Its conditions, in UTF-16 order of their paths.</summary>
    public ReadOnlySpan<IndexedCondition> Conditions =>
        MemoryMarshal.Cast<int, IndexedCondition>(_numbers.Slice(HeaderLength, ConditionsLength));

    private int ConditionsLength => _numbers[1] & int.MaxValue;

    /// <summary>Writes a combination.</summary>
    public static void Write(List<int> to, int pattern, bool mayRepeat, ReadOnlySpan<IndexedCondition> conditions)
    {
        var numbers = MemoryMarshal.Cast<IndexedCondition, int>(conditions);
        to.Add(pattern);
        to.Add(numbers.Length | (mayRepeat ? int.MinValue : 0));
        to.AddRange(numbers);
    }
}

/// <summary>A condition of a combination: two numbers, so that what is to be said of one lies together.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct IndexedCondition
{
    private const int KnownBit = 1 << 30, OneValueBit = 1 << 29, ValuesBit = 1 << 28;

    private readonly int _about;

    private IndexedCondition(int about, int operand) => (_about, Operand) = (about, operand);

    /// <summary>Its only value, or where in <see cref="RuleIndex"/> its values are, or its operator.</summary>
    public readonly int Operand;

    public int Field => _about & (ValuesBit - 1);

    /// <summary>Whether it holds if the combination was reached by its key.</summary>
    public bool IsKnown => (_about & KnownBit) != 0;

    /// <summary>Whether it accepts one value.</summary>
    public bool IsOneValue => (_about & OneValueBit) != 0;

    /// <summary>Whether it accepts one value or several, and nothing else.</summary>
    public bool IsAboutValues => (_about & (OneValueBit | ValuesBit)) != 0;

    /// <summary>Whether it is about an operator, and not known.</summary>
    public bool IsOpen => _about < ValuesBit;

    /// <summary>The same, known to hold.</summary>
    public IndexedCondition Known => new(_about | KnownBit, Operand);

    public static IndexedCondition OfValue(int field, int value) => new(field | OneValueBit, value);

    public static IndexedCondition OfValues(int field, int place) => new(field | ValuesBit, place);

    public static IndexedCondition OfOperator(int field, int place) => new(field, place);
}
