using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Operators;

/// <summary><c>{"prefix": "Ad"}</c>: a string that starts so.</summary>
internal sealed class Prefix(byte[] text) : Operator
{
    public byte[] Text => text;

    public static Operator Parse(PatternNode operand) => operand.Kind switch
    {
        NodeKind.String => new Prefix(operand.Text),
        NodeKind.Object => new PrefixIgnoreCase(FoldedText.ParseNested(operand)),
        _ => throw operand.Refuse("prefix match pattern must be a string"),
    };

    public override bool Matches(in LeafValue leaf) => leaf.IsString && leaf.Text.StartsWith(text);
}

/// <summary><c>{"prefix": {"equals-ignore-case": "ad"}}</c>.</summary>
internal sealed class PrefixIgnoreCase(FoldedText text) : Operator
{
    public FoldedText Text => text;

    public override bool Matches(in LeafValue leaf) => leaf.IsString && text.LengthAtStart(leaf.Text) >= 0;
}
