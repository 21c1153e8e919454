using System.Runtime.InteropServices;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Operators;

/// <summary><c>{"anything-but": …}</c>: a leaf, of any type, that none of the listed values or patterns matches.</summary>
internal sealed class AnythingBut(Operator[] excluded) : Operator
{
    private readonly Operator _any = AnyOf.Of(ImmutableCollectionsMarshal.AsImmutableArray(excluded));

    public IReadOnlyList<Operator> Excluded => excluded;

    /// <summary>Whether wildcards are among what it excludes.</summary>
    public bool HasWildcards => Array.Exists(excluded, alternative => alternative is Wildcard);

    /// <param name="operand">What stands behind <c>anything-but</c>.</param>
    /// <param name="isBeforeOr">Whether only what EventBridge took before it had <c>$or</c> is: no wildcards, no lists of affixes.</param>
    public static AnythingBut Parse(PatternNode operand, bool isBeforeOr) => new(operand.Kind switch
    {
        NodeKind.Object => Patterns(operand, isBeforeOr),
        NodeKind.Array => Values(operand),
        NodeKind.String or NodeKind.Number => [Value(operand)],
        _ => throw operand.Refuse("Value of anything-but must be an array or single string/number value."),
    });

    public override bool Matches(in LeafValue leaf) => !_any.Matches(leaf);

    private static Operator[] Values(PatternNode list)
    {
        var items = list.Children().Select(item => (item.Kind, Value: Value(item, inList: true))).ToList();
        if (items.Select(item => item.Kind).Distinct().Count() != 1)
        {
            throw list.RefuseRead(
                "Inside anything but list, either all values are number or string, mixed type is not supported");
        }
        return [.. items.Select(item => item.Value)];
    }

    private static Operator Value(PatternNode item, bool inList = false) => item.Kind switch
    {
        NodeKind.String => new ExactString(item.Text),
        NodeKind.Number when ComparableNumber.TryParse(item.Text, out var number) => new ExactNumber(number),
        NodeKind.Number when inList => throw item.RefuseRead($"Cannot compare number : {item.String}"),
        NodeKind.Number => throw item.RefuseBare($"Cannot compare number : {item.String}"),
        _ => throw item.Refuse("Inside anything but list, start|null|boolean is not supported."),
    };

    private static Operator[] Patterns(PatternNode expression, bool isBeforeOr)
    {
        var operand = expression.At(0) ?? throw expression.RefuseRead("Anything-But expression name not found");
        var isTaken = operand.Key switch
        {
            "prefix" or "suffix" => !isBeforeOr || operand.Kind != NodeKind.Array,
            "wildcard" => !isBeforeOr,
            _ => operand.Key is "equals-ignore-case",
        };
        if (!isTaken)
        {
            throw operand.Refuse($"Unsupported anything-but pattern: {operand.Key}");
        }

        Operator[] patterns = operand.Kind switch
        {
            NodeKind.Array => [.. operand.Children().Select(item => Pattern(operand.Key, item))],
            NodeKind.String or NodeKind.Number => [Pattern(operand.Key, operand)],
            _ => throw operand.Refuse("Value of anything-but must be an array or single string/number value."),
        };
        if (patterns.Length == 0)
        {
            throw operand.RefuseRead("Empty arrays are not allowed");
        }

        return expression.At(1) is { } second ? throw second.Refuse("Too many elements in numeric expression") : patterns;
    }

    private static Operator Pattern(string @operator, PatternNode item) => (@operator, item.Kind) switch
    {
        ("prefix" or "suffix", NodeKind.String) when item.Text.Length == 0 => throw item.RefuseRead("Null prefix/suffix not allowed"),
        ("prefix", NodeKind.String) => new Prefix(item.Text),
        ("suffix", NodeKind.String) => new Suffix(item.Text),
        ("equals-ignore-case", NodeKind.String) => EqualsIgnoreCase.Parse(item),
        ("wildcard", _) => Wildcard.Parse(item),
        ("equals-ignore-case", _) =>
            throw item.Refuse("Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported."),
        _ => throw item.Refuse("prefix/suffix match pattern must be a string"),
    };
}
