using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Questions;

/// <summary>All spellings of the addresses of a block (PATTERNS.md, "IP addresses").</summary>
internal sealed class AddressLanguages(TextAutomaton automaton)
{
    private const int LongestV4 = 15, Parts = 4;
    private const int Groups = 8, Digits = 4;

    private TextDemand? _short;
    private TextDemand? _mapped;

    /// <summary>The block of an address whose last bits may be anything.</summary>
    public TextDemand Block(IpAddress address, int freeBits)
    {
        if (address.IsV6)
        {
            // An IPv4 address mapped into IPv6 is that IPv4 address, so no block of IPv6 has it.
            _mapped ??= V6(Mapped(0), 32);
            return TextDemand.All(V6(address.Bits, freeBits), TextDemand.None(_mapped));
        }

        _short ??= Short();
        return TextDemand.Some(TextDemand.All(V4((uint)address.Bits, freeBits), _short), V6(Mapped(address.Bits), freeBits));
    }

    private static UInt128 Mapped(UInt128 v4) => ((UInt128)ushort.MaxValue << 32) | v4;

    private TextDemand Short()
    {
        var ends = new List<int> { automaton.Begin() };
        for (var length = 1; length <= LongestV4; length++)
        {
            ends.Add(automaton.Follow(ends[^1], TextAutomaton.Any));
        }

        return automaton.In(ends[0], ends);
    }

    private TextDemand V4(uint address, int freeBits)
    {
        var start = automaton.Begin();
        var at = start;
        for (var part = 0; ; part++)
        {
            var shift = 8 * (Parts - 1 - part);
            var free = Math.Clamp(freeBits - shift, 0, 8);
            var low = (int)((address >> shift) & 0xFF) >> free << free;
            var ends = Part(at, low, low + (1 << free) - 1);
            if (part == Parts - 1)
            {
                return automaton.In(start, ends);
            }

            at = automaton.Add(start);
            ends.ForEach(end => automaton.Link(end, '.', at));
        }
    }

    /// <summary>A decimal part, with zeros in front or not.</summary>
    /// <returns>The states after it.</returns>
    private List<int> Part(int from, int low, int high)
    {
        automaton.Loop(from, '0');
        var after = new Dictionary<int, int>();
        return [.. Enumerable.Range(low, high - low + 1).Select(value => value == 0 ? automaton.Follow(from, '0') : After(value))];

        int After(int value)
        {
            if (value > 0 && !after.ContainsKey(value))
            {
                after.Add(value, automaton.Follow(After(value / 10), '0' + (value % 10)));
            }

            return value == 0 ? from : after[value];
        }
    }

    /// <summary>Groups with colons between them, of which <c>::</c> may once stand for one or more that are zero.</summary>
    private TextDemand V6(UInt128 address, int freeBits)
    {
        var mask = freeBits == 128 ? 0 : UInt128.MaxValue << freeBits;
        var start = automaton.Begin();
        int[] before = [start, .. Enumerable.Range(1, Groups - 1).Select(_ => automaton.Add(start))];
        int[] beforeAfterGap = [.. before.Select(_ => automaton.Add(start))];
        var ends = new List<int>();
        LinkGap(automaton.Follow(start, ':'), 0);
        for (var group = 0; group < Groups; group++)
        {
            foreach (var chain in new[] { before, beforeAfterGap })
            {
                var end = Group(chain[group], Bits(address & mask, group), Bits(mask, group));
                if (group == Groups - 1)
                {
                    ends.Add(end);
                    continue;
                }

                automaton.Link(end, ':', chain[group + 1]);
            }

            if (group < Groups - 1)
            {
                LinkGap(before[group + 1], group + 1);
            }
        }

        return automaton.In(start, ends);

        // Goes on from the first colon with the second; the gap stands for the groups from this one on.
        void LinkGap(int colon, int group)
        {
            var gap = automaton.Follow(colon, ':');
            while (group < Groups && Bits(address & mask, group) == 0)
            {
                if (++group == Groups)
                {
                    ends.Add(gap);
                }
                else
                {
                    automaton.Skip(gap, beforeAfterGap[group]);
                }
            }
        }
    }

    private static int Bits(UInt128 address, int group) => (int)(address >> (16 * (Groups - 1 - group))) & 0xFFFF;

    /// <summary>A hexadecimal group, with zeros in front or not.</summary>
    /// <returns>The state after it.</returns>
    private int Group(int from, int value, int mask)
    {
        var zeros = automaton.Loop(automaton.Follow(from, '0'), '0');
        int[] read = [.. Enumerable.Range(0, Digits + 1).Select(_ => automaton.Add(from))];
        for (var digit = 0; digit < Digits; digit++)
        {
            if (value >> (4 * (Digits - digit)) == 0)
            {
                // All digits before this one may be zero, and so be left out.
                automaton.Skip(from, read[digit]);
                automaton.Skip(zeros, read[digit]);
            }

            var shift = 4 * (Digits - 1 - digit);
            var (wanted, fixedBits) = ((value >> shift) & 0xF, (mask >> shift) & 0xF);
            foreach (var character in "0123456789abcdefABCDEF".Where(c => (Convert.ToInt32($"{c}", 16) & fixedBits) == wanted))
            {
                automaton.Link(read[digit], character, read[digit + 1]);
            }
        }

        return read[Digits];
    }
}
