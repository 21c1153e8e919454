using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Explaining;

/// <summary>A leaf of an event that a pattern asks about.</summary>
/// <param name="node">Where it is.</param>
/// <param name="kind">What it is.</param>
/// <param name="text">A string with escapes resolved, a number as it is written.</param>
/// <param name="written">Where it stands in the event's text.</param>
internal sealed class EventLeaf(EventNode node, LeafKind kind, byte[] text, Range written)
{
    private readonly double _number = kind == LeafKind.Number && ComparableNumber.TryParse(text, out var number) ? number : double.NaN;

    public EventNode Node { get; } = node;

    public LeafValue Value => new(kind, text, _number);

    public Range Written { get; } = written;
}
