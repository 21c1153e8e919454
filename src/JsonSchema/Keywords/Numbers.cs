using System.Text.Json;
using Waybill.JsonSchemas.Checking;
using Waybill.JsonSchemas.Documents;

namespace Waybill.JsonSchemas.Keywords;

/// <summary><c>minimum</c>, <c>maximum</c>, <c>exclusiveMinimum</c>, <c>exclusiveMaximum</c>, exact for any number of digits.</summary>
internal sealed class Bound(string pointer, JsonNumber limit, int sign, bool exclusive, string allowed)
    : Keyword(pointer, JsonValueKind.Number)
{
    public static Keyword? Read(KeywordText text)
    {
        if (text.Number() is not { } limit)
        {
            return null;
        }

        var exclusive = text.Name.StartsWith("exclusive", StringComparison.Ordinal);
        var isLower = text.Name.EndsWith("inimum", StringComparison.Ordinal);
        var comparison = (isLower ? ">" : "<") + (exclusive ? "" : "=");
        return new Bound(text.Pointer, limit, isLower ? 1 : -1, exclusive, $"{comparison} {text.Value.GetRawText()}");
    }

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        var distance = sign * JsonNumber.Of(value).Versus(limit);
        if (distance < 0 || (distance == 0 && exclusive))
        {
            evaluation.Report(place, Pointer, $"is a number out of range; allowed: {allowed}");
        }
    }
}

/// <summary><c>multipleOf</c> in decimal arithmetic: 19.99 is a multiple of 0.01.</summary>
internal sealed class MultipleOf(string pointer, JsonNumber divisor, string allowed) : Keyword(pointer, JsonValueKind.Number)
{
    public static Keyword? Read(KeywordText text)
    {
        if (text.Number() is not { } divisor)
        {
            return null;
        }

        return divisor.Sign > 0
            ? new MultipleOf(text.Pointer, divisor, text.Value.GetRawText())
            : text.Refuse($"{text.Value.GetRawText()} given; allowed: a number greater than 0");
    }

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        if (!JsonNumber.Of(value).IsMultipleOf(divisor))
        {
            evaluation.Report(place, Pointer, $"is a number in between; allowed: multiples of {allowed}");
        }
    }
}
