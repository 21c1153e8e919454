using System.Runtime.InteropServices;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Operators;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Parsing;

/// <summary>Compiles the array at a leaf of a pattern; each operator reads its own operand.</summary>
/// <param name="isBeforeOr">As <see cref="AnythingBut.Parse"/> has it.</param>
internal sealed class ConditionCompiler(bool isBeforeOr)
{
    public Condition Compile(PatternNode array)
    {
        var alternatives = new Operator[array.Count];
        for (var i = 0; array.At(i) is { } value; i++)
        {
            alternatives[i] = Alternative(value);
        }

        return alternatives.Length > 0
            ? new Condition(ImmutableCollectionsMarshal.AsImmutableArray(alternatives), array.Written, array.Start)
            : throw array.RefuseRead("Empty arrays are not allowed");
    }

    private Operator Alternative(PatternNode value) => value.Kind switch
    {
        NodeKind.Object => Expression(value),
        NodeKind.String when IpAddress.TryParse(value.Text, out var address) => new SameAddress(address),
        NodeKind.String => new ExactString(value.Text),
        NodeKind.Number => ExactNumber.Of(value.Text),
        NodeKind.True => new ExactToken(LeafKind.True),
        NodeKind.False => new ExactToken(LeafKind.False),
        NodeKind.Null => new ExactToken(LeafKind.Null),
        _ => throw value.Refuse("Match value must be String, number, true, false, or null"),
    };

    private Operator Expression(PatternNode expression)
    {
        var operand = expression.At(0) ?? throw expression.RefuseRead("Match expression name not found");
        var alternative = Operator(operand);
        return expression.At(1) is { } second ? throw second.Refuse(TwoKeys(operand.Key)) : alternative;
    }

    private Operator Operator(PatternNode operand) => operand.Key switch
    {
        "exactly" => ExactString.Parse(operand),
        "prefix" => Prefix.Parse(operand),
        "suffix" => Suffix.Parse(operand),
        "equals-ignore-case" => EqualsIgnoreCase.Parse(operand),
        "wildcard" => Wildcard.Parse(operand),
        "numeric" => Numeric.Parse(operand),
        "cidr" => Cidr.Parse(operand),
        "exists" => Exists.Parse(operand),
        "anything-but" => AnythingBut.Parse(operand, isBeforeOr),
        _ => throw operand.Refuse($"Unrecognized match type {operand.Key}"),
    };

    private static string TwoKeys(string @operator) => @operator is "numeric" or "anything-but"
        ? "Too many elements in numeric expression"
        : "Only one key allowed in match expression";
}
