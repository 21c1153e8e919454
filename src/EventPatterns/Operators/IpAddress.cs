namespace Waybill.EventPatterns.Operators;

/// <summary>An IPv4 or IPv6 address; its bits are right-aligned.</summary>
internal readonly record struct IpAddress(bool IsV6, UInt128 Bits)
{
    private const int Groups = 8;

    /// <summary>EventBridge takes nothing longer for an IPv4 address, leading zeros included.</summary>
    private const int LongestV4 = 15;

    /// <summary>
    /// Four decimal parts (leading zeros are only zeros), or hexadecimal groups with colons; no zone, no brackets, no dotted part in v6.
    /// An IPv4 address mapped into IPv6 (<c>::ffff:c000:209</c>) is that IPv4 address.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out IpAddress address)
    {
        address = default;
        if (text.IsEmpty || !char.IsAsciiHexDigit((char)text[0]) && text[0] != ':')
        {
            return false;
        }

        return text.Contains((byte)':') ? TryParseV6(text, out address) : TryParseV4(text, out address);
    }

    /// <summary>The address without its last bits; everything is one network when all bits are free.</summary>
    public UInt128 Network(int freeBits) => freeBits == 128 ? 0 : Bits >> freeBits; // a shift by the type's width shifts by nothing

    private static bool TryParseV4(ReadOnlySpan<byte> text, out IpAddress address)
    {
        address = default;
        if (text.Length > LongestV4)
        {
            return false;
        }

        uint bits = 0, part = 0;
        int parts = 1, digits = 0;
        foreach (var c in text)
        {
            if (c == '.' && digits > 0)
            {
                (bits, part, digits) = ((bits << 8) | part, 0, 0);
                parts++;
            }
            else if (char.IsAsciiDigit((char)c) && (part = (part * 10) + (uint)(c - '0')) <= 255)
            {
                digits++;
            }
            else
            {
                return false;
            }
        }
        address = new IpAddress(false, (bits << 8) | part);
        return parts == 4 && digits > 0;
    }

    private static bool TryParseV6(ReadOnlySpan<byte> text, out IpAddress address)
    {
        address = default;
        var gap = text.IndexOf("::"u8);
        UInt128 low = 0;
        var lowCount = 0;
        if (!TryParseGroups(gap < 0 ? text : text[..gap], out var high, out var highCount))
        {
            return false;
        }

        if (gap >= 0 && !TryParseGroups(text[(gap + 2)..], out low, out lowCount))
        {
            return false;
        }

        if (gap < 0 ? highCount != Groups : highCount + lowCount >= Groups)
        {
            return false;
        }

        var bits = (high << (16 * (Groups - highCount))) | low; // of no groups, high is 0 however it is shifted
        address = bits >> 32 == ushort.MaxValue ? new IpAddress(false, (uint)bits) : new IpAddress(true, bits);
        return true;
    }

    private static bool TryParseGroups(ReadOnlySpan<byte> text, out UInt128 bits, out int count)
    {
        bits = 0;
        count = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        foreach (var range in text.Split((byte)':'))
        {
            var group = text[range];
            if (group.IsEmpty || ++count > Groups)
            {
                return false;
            }

            var value = 0;
            foreach (var c in group)
            {
                if (!char.IsAsciiHexDigit((char)c))
                {
                    return false;
                }

                value = (value << 4) | (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
                if (value > ushort.MaxValue)
                {
                    return false;
                }
            }
            bits = (bits << 16) | (uint)value;
        }
        return true;
    }
}
