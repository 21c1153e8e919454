using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Indexing;

/// <summary>Alternatives that accept one value and nothing else.</summary>
internal static class SingleValue
{
    public static bool Is(Operator alternative) =>
        alternative is ExactString or ExactNumber or ExactLiteral or ExactToken or Wildcard { Pieces.Count: 1 };

    /// <summary>The value.</summary>
    public static LeafValue Of(Operator alternative) => alternative switch
    {
        ExactString text => new LeafValue(LeafKind.String, text.Text, double.NaN),
        Wildcard withoutStar => new LeafValue(LeafKind.String, withoutStar.Pieces[0], double.NaN),
        ExactLiteral literal => new LeafValue(LeafKind.Number, literal.Literal, double.NaN),
        ExactToken token => new LeafValue(token.Kind, [], double.NaN),
        _ => new LeafValue(LeafKind.Number, [], ((ExactNumber)alternative).Value),
    };

    /// <summary>The number of the key that stands for the value.</summary>
    public static int AddTo(FieldPlanDraft plan, Operator alternative) => alternative switch
    {
        ExactString text => plan.AddText(text.Text),
        Wildcard withoutStar => plan.AddText(withoutStar.Pieces[0]),
        ExactLiteral literal => plan.AddLiteral(literal.Literal),
        ExactToken token => plan.AddToken((ulong)token.Kind),
        _ => plan.AddNumber(((ExactNumber)alternative).Value),
    };
}
