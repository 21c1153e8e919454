using System.Text.Json;
using Waybill.JsonSchemas.Checking;

namespace Waybill.JsonSchemas.Keywords;

/// <summary><c>minLength</c>, <c>maxItems</c> …: how many code points, items or properties a value may have.</summary>
internal sealed class Size(string pointer, JsonValueKind kind, string unit, bool isLower, int limit) : Keyword(pointer, kind)
{
    public static Keyword? Read(KeywordText text)
    {
        if (text.Count() is not { } limit)
        {
            return null;
        }

        var (kind, unit) = text.Name[3..] switch
        {
            "Length" => (JsonValueKind.String, "characters"),
            "Items" => (JsonValueKind.Array, "items"),
            _ => (JsonValueKind.Object, "properties"),
        };
        return new Size(text.Pointer, kind, unit, text.Name.StartsWith("min", StringComparison.Ordinal), limit);
    }

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        var size = Measure(value);
        if (isLower ? size < limit : size > limit)
        {
            evaluation.Report(place, Pointer, $"has {size} {unit}; allowed: at {(isLower ? "least" : "most")} {limit}");
        }
    }

    private static int Measure(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => CodePoints(value.GetString()!),
        JsonValueKind.Array => value.GetArrayLength(),
        _ => value.GetPropertyCount(),
    };

    private static int CodePoints(string text)
    {
        var count = text.Length;
        foreach (var unit in text)
        {
            if (char.IsLowSurrogate(unit))
            {
                count--;
            }
        }

        return count;
    }
}
