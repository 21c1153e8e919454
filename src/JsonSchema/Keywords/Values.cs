using System.Text.Json;

namespace Waybill.JsonSchemas.Keywords;

/// <summary><c>type</c>: a whole number such as 1.0 is an integer.</summary>
internal sealed class TypeKeyword(string pointer, IReadOnlyList<string> kinds) : Keyword(pointer)
{
    public static Keyword? Read(KeywordText text)
    {
        var kinds = text.Value.ValueKind == JsonValueKind.String ? [text.Value.GetString()!] : text.Texts();
        if (kinds is null)
        {
            return null;
        }

        return kinds.Count > 0 && kinds.All(JsonKind.All.Contains)
            ? new TypeKeyword(text.Pointer, kinds)
            : text.Refuse($"'{string.Join("', '", kinds)}' given; allowed: one or more of {string.Join(", ", JsonKind.All)}");
    }

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        foreach (var kind in kinds)
        {
            if (JsonKind.Is(value, kind))
            {
                return;
            }
        }

        evaluation.Report(place, Pointer, $"is of type {JsonKind.Of(value)}; allowed: {string.Join(", ", kinds)}");
    }
}

/// <summary><c>enum</c> and <c>const</c>: equal as JSON values are equal, 1 and 1.0 included.</summary>
internal sealed class OneOfValues(string pointer, IReadOnlyList<JsonElement> allowed) : Keyword(pointer)
{
    private const int MostNamed = 20;

    public static Keyword? ReadEnum(KeywordText text) => text.Value.ValueKind == JsonValueKind.Array
        ? new OneOfValues(text.Pointer, [.. text.Value.EnumerateArray()])
        : text.RefuseAllBut("an array of values");

    public static Keyword ReadConst(KeywordText text) => new OneOfValues(text.Pointer, [text.Value]);

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        foreach (var candidate in allowed)
        {
            if (JsonElement.DeepEquals(candidate, value))
            {
                return;
            }
        }

        var named = string.Join(", ", allowed.Take(MostNamed).Select(candidate => candidate.GetRawText()));
        evaluation.Report(place, Pointer, $"is another value than the allowed: {named}{(allowed.Count > MostNamed ? " …" : "")}");
    }
}
