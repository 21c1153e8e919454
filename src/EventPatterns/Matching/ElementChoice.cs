using System.Runtime.InteropServices;

namespace Waybill.EventPatterns.Matching;

/// <summary>The leaves that may be taken for a condition, as ranges of a list.</summary>
/// <param name="Start">The first leaf that satisfies the condition, in the order of the event, one for each array element.</param>
/// <param name="End">Past the last of these; here those start that must be absent: all leaves of the field, in the event's order.</param>
/// <param name="AbsentEnd">Past the last of those.</param>
/// <param name="AcceptsAbsence">Whether the condition holds when none of those agrees with the elements settled on.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ElementChoice(int Start, int End, int AbsentEnd, bool AcceptsAbsence)
{
    public ReadOnlySpan<int> Satisfying(ReadOnlySpan<int> leaves) => leaves[Start..End];

    public ReadOnlySpan<int> All(ReadOnlySpan<int> leaves) => leaves[End..AbsentEnd];
}
