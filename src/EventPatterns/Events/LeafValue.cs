using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Events;

internal enum LeafKind : byte
{
    String,
    Number,
    True,
    False,
    Null,
}

/// <summary>A leaf's value, as operators see it.</summary>
/// <param name="kind">What it is.</param>
/// <param name="text">A string with escapes resolved (see <see cref="Wtf8"/>), or a number as it is written.</param>
/// <param name="number">The number's value if it is comparable (see <see cref="ComparableNumber"/>), else NaN.</param>
internal readonly ref struct LeafValue(LeafKind kind, ReadOnlySpan<byte> text, double number)
{
    public LeafKind Kind { get; } = kind;

    public ReadOnlySpan<byte> Text { get; } = text;

    public double Number { get; } = number;

    public bool IsString => Kind == LeafKind.String;
}
