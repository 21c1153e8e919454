using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Operators;

/// <summary><c>{"exists": true}</c>: there is a leaf, whatever its value; <c>{"exists": false}</c>: there is none.</summary>
internal sealed class Exists(bool isWanted) : Operator
{
    public bool IsWanted { get; } = isWanted;

    public static Exists Parse(PatternNode operand) => operand.Kind switch
    {
        NodeKind.True => new Exists(true),
        NodeKind.False => new Exists(false),
        _ => throw operand.Refuse("exists match pattern must be either true or false."),
    };

    /// <summary>A leaf never satisfies <c>exists: false</c>; its absence is the search's business.</summary>
    public override bool AcceptsAbsence => !IsWanted;

    public override bool Matches(in LeafValue leaf) => IsWanted;
}
