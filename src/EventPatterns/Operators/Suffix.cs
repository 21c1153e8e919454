using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Operators;

/// <summary><c>{"suffix": ".png"}</c>: a string that ends so.</summary>
internal sealed class Suffix(byte[] text) : Operator
{
    public byte[] Text => text;

    public static Operator Parse(PatternNode operand) => operand.Kind switch
    {
        NodeKind.String => new Suffix(operand.Text),
        NodeKind.Object => new SuffixIgnoreCase(FoldedText.ParseNested(operand)),
        _ => throw operand.Refuse("suffix match pattern must be a string"),
    };

    public override bool Matches(in LeafValue leaf) => leaf.IsString && leaf.Text.EndsWith(text);
}

/// <summary><c>{"suffix": {"equals-ignore-case": ".PNG"}}</c>.</summary>
internal sealed class SuffixIgnoreCase(FoldedText text) : Operator
{
    public FoldedText Text => text;

    public override bool Matches(in LeafValue leaf) => leaf.IsString && text.IsAtEnd(leaf.Text);
}
