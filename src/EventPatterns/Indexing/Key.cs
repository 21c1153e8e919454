namespace Waybill.EventPatterns.Indexing;

/// <summary>Something by which leaves are found.</summary>
/// <param name="Text">Its text, under the tag of what is looked for in which field.</param>
/// <param name="Bytes">All bytes of the text, if it is long.</param>
internal readonly record struct Key(KeyText Text, byte[] Bytes)
{
    public static Key Of(uint tag, byte[] text) => new(KeyText.Of(tag, text), text);

    /// <summary>A key that is no text but a number.</summary>
    public static Key Of(uint tag, ulong number) => new(new KeyText(number, 0, tag), []);
}

/// <summary>The values that conditions name, each with a number.</summary>
internal sealed class ValueNumbers
{
    private readonly KeyTable _table = new();
    private readonly List<Key> _values = [];

    public int Count => _values.Count;

    public Key this[int value] => _values[value];

    /// <summary>The number of a value, which is <see cref="Count"/> before the call if it is new.</summary>
    public int Number(Key value)
    {
        var number = _table.Add(value.Text, value.Bytes);
        if (number == _values.Count)
        {
            _values.Add(value);
        }

        return number;
    }
}
