using System.Runtime.InteropServices;

namespace Waybill.EventPatterns;

/// <summary>What it took to find the rules that match an event. Unlike time it does not depend on the machine, so it tells which rules make a set slow.</summary>
/// <param name="LookedUp">How many keys of the event (its values, how they start and end, pieces of them) were looked up among those by which rules are
/// reached. Most that are not there are passed over before; which of the others are not differs from process to process.</param>
/// <param name="Decided">How many rules were reached and then held against the event; each branch of an <c>$or</c> counts. A rule that a key says all about is not.</param>
/// <param name="Compared">How many times an operator was held against a value.</param>
/// <param name="Tried">How many steps it took to try out which array elements to take, where that cannot be seen at once (PATTERNS.md, "Arrays").</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MatchWork(int LookedUp, int Decided, int Compared, int Tried)
{
    /// <summary>The work of both.</summary>
    internal MatchWork And(MatchWork other) => new(LookedUp + other.LookedUp, Decided + other.Decided, Compared + other.Compared, Tried + other.Tried);
}
