using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Questions;

/// <summary>All spellings of the addresses of a block (PATTERNS.md, "IP addresses").</summary>
internal sealed class AddressLanguages(TextPlaces places)
{
    private const int LongestV4 = 15;
    private const int Parts = 4;

    private TextDemand? _short;
    private TextDemand? _mapped;

    /// <param name="address">An address of the block.</param>
    /// <param name="freeBits">How many of its last bits may be anything.</param>
    public TextDemand Block(IpAddress address, int freeBits)
    {
        if (address.IsV6)
        {
            // An IPv4 address mapped into IPv6 is that IPv4 address, so no block of IPv6 has it.
            _mapped ??= V6(Mapped(0), 32);
            return new TextDemand.All([V6(address.Bits, freeBits), new TextDemand.None([_mapped])]);
        }

        _short ??= Short();
        return new TextDemand.Some([new TextDemand.All([V4((uint)address.Bits, freeBits), _short]), V6(Mapped(address.Bits), freeBits)]);
    }

    private static UInt128 Mapped(UInt128 v4) => ((UInt128)ushort.MaxValue << 32) | v4;

    private TextDemand.In Short()
    {
        var start = places.Begin();
        var ends = new List<int> { start };
        for (var length = 1; length <= LongestV4; length++)
        {
            ends.Add(places.Add(start));
            places.Link(ends[^2], TextPlaces.Any, ends[^1]);
        }

        return new TextDemand.In(start, ends);
    }

    private TextDemand.In V6(UInt128 address, int freeBits)
    {
        var spelling = new AddressGroups(places, address, freeBits);
        return new TextDemand.In(spelling.Start, spelling.Ends);
    }

    private TextDemand.In V4(uint address, int freeBits)
    {
        var start = places.Begin();
        IReadOnlyList<int> ends = [];
        var at = start;
        for (var part = 0; part < Parts; part++)
        {
            var shift = 8 * (Parts - 1 - part);
            var free = Math.Clamp(freeBits - shift, 0, 8);
            var low = (int)((address >> shift) & 0xFF) >> free << free;
            ends = Part(at, low, low + (1 << free) - 1);
            if (part < Parts - 1)
            {
                at = places.Add(start);
                foreach (var end in ends)
                {
                    places.Link(end, '.', at);
                }
            }
        }

        return new TextDemand.In(start, ends);
    }

    /// <summary>A decimal part, with zeros in front or not.</summary>
    /// <returns>The places after it.</returns>
    private List<int> Part(int from, int low, int high)
    {
        var zeros = places.Add(from);
        places.Link(from, '0', zeros);
        places.Link(zeros, '0', zeros);
        var after = new Dictionary<int, int> { [0] = zeros };
        for (var value = 1; value <= high; value++)
        {
            if (!IsStartOf(value, low, high))
            {
                continue;
            }

            after[value] = places.Add(from);
            var digit = '0' + (value % 10);
            places.Link(after[value / 10], digit, after[value]);
            if (value < 10)
            {
                places.Link(from, digit, after[value]);
            }
        }

        return [.. after.Where(entry => entry.Key >= low).Select(entry => entry.Value)];
    }

    /// <summary>Whether some number of the range is written with these digits first.</summary>
    private static bool IsStartOf(int value, int low, int high)
    {
        for (int first = value, last = value; first <= high; first *= 10, last = (last * 10) + 9)
        {
            if (last >= low)
            {
                return true;
            }
        }

        return false;
    }
}
