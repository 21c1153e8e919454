namespace Waybill.EventPatterns.Indexing;

/// <summary>Gives keys their numbers: values the lowest ones, all others those after them.</summary>
/// <remarks>How many values there are is known only at the end, so the others count downwards from -1 until then.</remarks>
internal sealed class KeyNumbers
{
    private int _others;

    public int ValueCount { get; private set; }

    public int Count => ValueCount + _others;

    /// <summary>The number the next value would have.</summary>
    public int NextValue => ValueCount;

    /// <summary>A value was given <see cref="NextValue"/>.</summary>
    public void ValueAdded() => ValueCount++;

    /// <summary>The number, for now, of a new key that is not a value.</summary>
    public int AddOther() => -1 - _others++;

    /// <summary>The number for good, once all keys are there.</summary>
    public int Final(int number) => number >= 0 ? number : ValueCount - 1 - number;
}
