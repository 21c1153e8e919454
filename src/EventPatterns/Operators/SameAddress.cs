using Waybill.EventPatterns.Events;

namespace Waybill.EventPatterns.Operators;

/// <summary>A string in a pattern that is an IP address: any spelling of the same address.</summary>
internal sealed class SameAddress(IpAddress address) : Operator
{
    public IpAddress Address => address;

    public override bool Matches(in LeafValue leaf) => leaf.IsString && IpAddress.TryParse(leaf.Text, out var other) && other == address;
}
