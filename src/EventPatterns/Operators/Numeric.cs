using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Operators;

/// <summary><c>{"numeric": ["&gt;", 0, "&lt;=", 5]}</c>: a number in the range.</summary>
internal sealed class Numeric(double low, bool lowIncluded, double high, bool highIncluded) : Operator
{
    public NumberRange Range => new(low, lowIncluded, high, highIncluded);

    public override bool Matches(in LeafValue leaf) =>
        leaf.Kind == LeafKind.Number
        && (lowIncluded ? leaf.Number >= low : leaf.Number > low)
        && (highIncluded ? leaf.Number <= high : leaf.Number < high);

    public static Operator Parse(PatternNode operand)
    {
        if (operand.Kind != NodeKind.Array)
        {
            throw operand.Refuse("Value of numeric must be an array.");
        }

        var first = operand.At(0) ?? throw operand.RefuseRead("Invalid member in numeric match: ]");
        if (first.Kind != NodeKind.String)
        {
            throw first.Refuse($"Invalid member in numeric match: {Token(first)}");
        }

        var @operator = first.String;
        if (@operator is not ("=" or "<" or "<=" or ">" or ">="))
        {
            throw first.RefuseAt(operand.At(1), $"Unrecognized numeric range operator: {@operator}");
        }

        var value = Number(operand, 1, @operator is "=" ? "equals" : @operator);
        if (operand.At(2) is { } third)
        {
            return @operator is ">" or ">="
                ? Between(operand, @operator, value, third)
                : throw third.Refuse("Too many elements in numeric expression");
        }
        return HalfOpen(@operator, Comparable(operand, value));
    }

    private static Operator HalfOpen(string @operator, double value) => @operator switch
    {
        "=" => new ExactNumber(value),
        // Survives: no number is infinite, so it need not be included.
        "<" or "<=" => new Numeric(double.NegativeInfinity, true, value, @operator is "<="),
        _ => new Numeric(value, @operator is ">=", double.PositiveInfinity, true),
    };

    private static Numeric Between(PatternNode operand, string bottomOperator, PatternNode bottom, PatternNode third)
    {
        if (third.Kind != NodeKind.String)
        {
            throw third.Refuse($"Bad value in numeric range: {Token(third)}");
        }

        var @operator = third.String;
        if (@operator is not ("<" or "<="))
        {
            throw third.RefuseRead($"Bad numeric range operator: {@operator}");
        }

        var top = Number(operand, 3, @operator);
        if (operand.At(4) is { } fifth)
        {
            throw fifth.Refuse("Too many terms in numeric range expression");
        }

        var (low, high) = (Comparable(operand, bottom), Comparable(operand, top));
        return low < high
            ? new Numeric(low, bottomOperator is ">=", high, @operator is "<=")
            : throw operand.RefuseRead("Bottom must be less than top");
    }

    private static PatternNode Number(PatternNode operand, int index, string @operator)
    {
        var value = operand.At(index) ?? throw operand.RefuseRead($"Value of {@operator} must be numeric");
        return value.Kind == NodeKind.Number ? value : throw value.Refuse($"Value of {@operator} must be numeric");
    }

    private static double Comparable(PatternNode operand, PatternNode number) =>
        ComparableNumber.TryParse(number.Text, out var value)
            ? value
            : throw operand.RefuseRead($"Cannot compare number : {number.String}");

    private static string Token(PatternNode node) => node.Kind switch
    {
        NodeKind.Object => "{",
        NodeKind.Array => "[",
        NodeKind.True => "true",
        NodeKind.False => "false",
        NodeKind.Null => "null",
        _ => node.String,
    };
}

/// <summary>Numbers from one to another, either end included or not.</summary>
internal readonly record struct NumberRange(double Low, bool LowIncluded, double High, bool HighIncluded);
