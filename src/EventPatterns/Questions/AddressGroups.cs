namespace Waybill.EventPatterns.Questions;

/// <summary>The places in a spelling of an IPv6 address: hexadecimal groups with zeros in front or not, and <c>::</c> for one or more groups of zeros.</summary>
internal sealed class AddressGroups
{
    private const int Groups = 8;
    private const int Digits = 4;

    private readonly TextPlaces _places;
    private readonly UInt128 _address;
    private readonly UInt128 _mask;
    private readonly List<int> _ends = [];

    public AddressGroups(TextPlaces places, UInt128 address, int freeBits)
    {
        _places = places;
        _mask = freeBits == 128 ? 0 : UInt128.MaxValue << freeBits;
        _address = address & _mask;
        Start = places.Begin();
        var afterGap = Spell(afterGap: null);
        var colon = places.Add(Start);
        places.Link(Start, ':', colon);
        LinkGap(colon, -1, afterGap);
        Enter(Start, 0, Spell(afterGap)[0]);
    }

    public int Start { get; }

    public IReadOnlyList<int> Ends => _ends;

    /// <summary>Makes the places of the groups, from the last to the first.</summary>
    /// <param name="afterGap">The groups to go on with after <c>::</c>; null for those themselves, as there is only one.</param>
    /// <returns>For each group, its places by how many of its four digits have been read.</returns>
    private int[][] Spell(int[][]? afterGap)
    {
        var entries = new int[Groups][];
        for (var group = Groups - 1; group >= 0; group--)
        {
            entries[group] = [.. Enumerable.Range(0, Digits + 1).Select(_ => _places.Add(Start))];
            for (var left = Digits; left > 0; left--)
            {
                LinkDigit(entries[group][Digits - left], group, left, entries[group][Digits - left + 1]);
            }

            LinkColon(entries[group][Digits], group, entries, afterGap);
        }

        return entries;
    }

    private void LinkColon(int after, int group, int[][] entries, int[][]? afterGap)
    {
        if (group == Groups - 1)
        {
            _ends.Add(after);
            return;
        }

        var colon = _places.Add(Start);
        _places.Link(after, ':', colon);
        Enter(colon, group + 1, entries[group + 1]);
        if (afterGap is not null)
        {
            LinkGap(colon, group, afterGap);
        }
    }

    /// <summary>Goes on with the second colon of <c>::</c>, which stands for one or more of the groups that follow this one.</summary>
    private void LinkGap(int colon, int group, int[][] afterGap)
    {
        var gap = _places.Add(Start);
        _places.Link(colon, ':', gap);
        for (var next = group + 2; next <= Groups && IsZeroAllowed(next - 1, Digits); next++)
        {
            if (next == Groups)
            {
                _ends.Add(gap);
            }
            else
            {
                Enter(gap, next, afterGap[next]);
            }
        }
    }

    /// <summary>Begins a group: with its first digit that counts, or with zeros before that.</summary>
    private void Enter(int from, int group, int[] entry)
    {
        var zeros = _places.Add(Start);
        _places.Link(from, '0', zeros);
        _places.Link(zeros, '0', zeros);
        for (var left = Digits; left > 0 && IsZeroAllowed(group, Digits - left); left--)
        {
            LinkDigit(from, group, left, entry[Digits - left + 1]);
            LinkDigit(zeros, group, left, entry[Digits - left + 1]);
        }
    }

    private void LinkDigit(int from, int group, int left, int to)
    {
        var (wanted, mask) = (Nibble(_address, group, left), Nibble(_mask, group, left));
        for (var digit = 0; digit < 16; digit++)
        {
            if ((digit & mask) == wanted)
            {
                _places.Link(from, "0123456789abcdef"[digit], to);
                if (digit > 9)
                {
                    _places.Link(from, "0123456789ABCDEF"[digit], to);
                }
            }
        }
    }

    /// <summary>Whether the first digits of a group may all be zero.</summary>
    private bool IsZeroAllowed(int group, int digits) => Enumerable.Range(0, digits).All(digit => Nibble(_address, group, Digits - digit) == 0);

    private static int Nibble(UInt128 bits, int group, int left) => (int)(bits >> ((16 * (Groups - 1 - group)) + (4 * (left - 1)))) & 0xF;
}
