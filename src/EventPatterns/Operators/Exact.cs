using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Operators;

/// <summary>The same string, ordinal: <c>"Ada"</c>, or <c>{"exactly": "Ada"}</c> which never means an address.</summary>
internal sealed class ExactString(byte[] text) : Operator
{
    public byte[] Text => text;

    public static ExactString Parse(PatternNode operand) => operand.Kind == NodeKind.String
        ? new ExactString(operand.Text)
        : throw operand.Refuse("exact match pattern must be a string");

    public override bool Matches(in LeafValue leaf) => leaf.IsString && leaf.Text.SequenceEqual(text);
}

/// <summary>The same number: <c>7</c>, <c>7.0</c> and <c>70e-1</c> are one.</summary>
internal sealed class ExactNumber(double value) : Operator
{
    public double Value => value;

    /// <summary>By value if the number is comparable, else by its text (20-digit ids).</summary>
    public static Operator Of(byte[] literal) => ComparableNumber.TryParse(literal, out var value)
        ? new ExactNumber(value)
        : new ExactLiteral(literal);

    public override bool Matches(in LeafValue leaf) => leaf.Kind == LeafKind.Number && leaf.Number == value;
}

/// <summary>A number that cannot be compared, written the same way.</summary>
internal sealed class ExactLiteral(byte[] literal) : Operator
{
    public byte[] Literal => literal;

    public override bool Matches(in LeafValue leaf) => leaf.Kind == LeafKind.Number && leaf.Text.SequenceEqual(literal);
}

/// <summary><c>true</c>, <c>false</c> or <c>null</c>; never the strings that look like them.</summary>
internal sealed class ExactToken(LeafKind kind) : Operator
{
    public LeafKind Kind => kind;

    public override bool Matches(in LeafValue leaf) => leaf.Kind == kind;
}
