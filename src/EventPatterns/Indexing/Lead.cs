namespace Waybill.EventPatterns.Indexing;

/// <summary>
/// The field that most rules ask a value of beside what they are reached by (of EventBridge's rules, mostly the event's type). A rule that does is
/// reached by its key and that value together, so that events of other types do not even come near it.
/// </summary>
internal sealed class Lead
{
    /// <summary>No field leads.</summary>
    public const int NoField = -1;

    /// <summary>With more values of the leading field in an event every rule is looked at, which is less than looking up all leaves with all values.</summary>
    public const int MaxValues = 8;

    private readonly int _tagCount;

    // By value of the field and by number of a tag: the tag of the same keys together with that value.
    private readonly uint[] _tags;

    // By number of a tag: whether there are keys without a leading value, and with one.
    private readonly bool[] _plain;
    private readonly bool[] _led;

    public Lead(int field, int valueCount, int tagCount, IReadOnlyDictionary<(int Value, int Tag), uint> tags, IReadOnlySet<int> plain)
    {
        (Field, ValueCount, _tagCount) = (field, valueCount, tagCount);
        _tags = new uint[valueCount * tagCount];
        (_plain, _led) = (new bool[tagCount], new bool[tagCount]);
        foreach (var ((value, tag), together) in tags)
        {
            _tags[(value * tagCount) + tag] = together;
            _led[tag] = true;
        }

        foreach (var tag in plain)
        {
            _plain[tag] = true;
        }
    }

    public int Field { get; }

    /// <summary>How many values of the field lead rules; they have the lowest numbers of all keys.</summary>
    public int ValueCount { get; }

    /// <summary>Whether there are keys with a tag, without a leading value.</summary>
    public bool HasPlain(int tag) => _plain[tag];

    /// <summary>Whether there are keys with a tag, together with some leading value.</summary>
    public bool HasLed(int tag) => _led[tag];

    /// <summary>The tag of the same keys together with a leading value; zero if there are none.</summary>
    public uint Together(int value, int tag) => _tags[(value * _tagCount) + tag];
}
