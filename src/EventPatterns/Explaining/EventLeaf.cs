using Waybill.EventPatterns.Events;

namespace Waybill.EventPatterns.Explaining;

/// <summary>A leaf of an event that a pattern asks about.</summary>
/// <param name="place">Where it is.</param>
/// <param name="kind">What it is.</param>
/// <param name="text">A string with escapes resolved, a number as it is written.</param>
/// <param name="written">Where it stands in the event's text.</param>
internal sealed class EventLeaf(Place place, ScalarKind kind, byte[] text, Range written)
{
    private readonly double _number = kind == ScalarKind.Number && ComparableNumber.TryParse(text, out var number) ? number : double.NaN;

    public Place Place { get; } = place;

    public Scalar Value => new(kind, text, _number);

    public Range Written { get; } = written;
}
