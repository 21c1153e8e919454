using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Operators;

/// <summary><c>{"equals-ignore-case": "ada"}</c>: the same string, each letter in upper or lower case.</summary>
internal sealed class EqualsIgnoreCase(FoldedText text) : Operator
{
    public FoldedText Text => text;

    public static EqualsIgnoreCase Parse(PatternNode operand) => operand.Kind == NodeKind.String
        ? new EqualsIgnoreCase(new FoldedText(operand.String))
        : throw operand.Refuse("equals-ignore-case match pattern must be a string");

    public override bool Matches(in LeafValue leaf) => leaf.IsString && text.LengthAtStart(leaf.Text) == leaf.Text.Length;
}
