using System.Runtime.InteropServices;

namespace Waybill.EventPatterns.Matching;

/// <summary>What it took to find the rules that match an event; unlike time it does not depend on the machine.</summary>
/// <param name="LookedUp">How many keys of the event (its values, how they start and end, pieces of them) were looked up among those by
/// which rules are reached. Most that are not there are passed over before; which others are not differs from process to process.</param>
/// <param name="Decided">How many combinations were reached and then held against the event; not those that a key says all of.</param>
/// <param name="Compared">How many times an operator was held against a value.</param>
/// <param name="Tried">How many steps it took to try out which array elements to take (PATTERNS.md, "Arrays").</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MatchWork(int LookedUp, int Decided, int Compared, int Tried)
{
    /// <summary>The work of both.</summary>
    public MatchWork And(MatchWork other) =>
        new(LookedUp + other.LookedUp, Decided + other.Decided, Compared + other.Compared, Tried + other.Tried);
}
