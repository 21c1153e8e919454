using System.Globalization;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Operators;

/// <summary><c>{"cidr": "192.0.2.0/24"}</c>: a string that is an address inside the block; host bits are ignored.</summary>
internal sealed class Cidr(IpAddress block, int freeBits) : Operator
{
    public IpAddress Block => block;

    /// <summary>How many of the last bits may differ.</summary>
    public int FreeBits => freeBits;

    public static Cidr Parse(PatternNode operand)
    {
        if (operand.Kind != NodeKind.String)
        {
            throw operand.Refuse("prefix match pattern must be a string");
        }

        var parts = operand.String.TrimEnd('/').Split('/');
        if (parts.Length != 2)
        {
            throw operand.RefuseBare("Malformed CIDR, one '/' required");
        }

        if (!int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var mask))
        {
            throw operand.RefuseBare("Malformed CIDR, mask bits must be an integer");
        }

        if (mask < 0)
        {
            throw operand.RefuseBare("Malformed CIDR, mask bits must not be negative");
        }

        if (!IpAddress.TryParse(Wtf8.FromUtf16(parts[0]), out var address))
        {
            throw operand.RefuseBare($"{(LooksLikeAddress(parts[0]) ? "Invalid" : "Nonstandard")} IP address: {parts[0]}");
        }

        if (!address.IsV6 && mask > 31)
        {
            throw operand.RefuseBare("IPv4 mask bits must be < 32");
        }

        if (mask > 127)
        {
            throw operand.RefuseBare("IPv6 mask bits must be < 128");
        }

        return new Cidr(address, (address.IsV6 ? 128 : 32) - mask);
    }

    public override bool Matches(in LeafValue leaf) =>
        leaf.IsString
        && IpAddress.TryParse(leaf.Text, out var address)
        && address.IsV6 == block.IsV6
        && address.Network(freeBits) == block.Network(freeBits);

    private static bool LooksLikeAddress(string text) => text.Contains(':', StringComparison.Ordinal)
        ? text.All(c => c == ':' || char.IsAsciiHexDigit(c))
        : text.Split('.') is { Length: 4 } parts && parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit));
}
