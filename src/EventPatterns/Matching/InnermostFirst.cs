using System.Numerics;

namespace Waybill.EventPatterns.Matching;

/// <summary>Elements to be settled, given back from the innermost outwards: an element has a higher number than those around it.</summary>
internal sealed class InnermostFirst
{
    // A bit for each element; all are unset again when everything was taken.
    private ulong[] _blocks = [];
    private int _last;

    public int Count { get; private set; }

    /// <summary>Makes room for an event's elements; there must be none left of another search.</summary>
    public void Begin(int elements)
    {
        if (_blocks.Length * 64 < elements)
        {
            _blocks = new ulong[Math.Max(_blocks.Length * 2, (elements / 64) + 1)];
        }

        _last = 0;
    }

    /// <summary>Adds an element that is not there.</summary>
    public void Add(int element)
    {
        _blocks[element / 64] |= 1UL << element;
        _last = Math.Max(_last, element / 64);
        Count++;
    }

    /// <summary>Takes the innermost element, if there is one.</summary>
    public int Take()
    {
        while (_blocks[_last] == 0)
        {
            _last--;
        }

        var bit = BitOperations.Log2(_blocks[_last]);
        _blocks[_last] ^= 1UL << bit;
        Count--;
        return (_last * 64) + bit;
    }
}
