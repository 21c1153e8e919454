using System.Text.Json;
using Waybill.JsonSchemas.Checking;
using Waybill.JsonSchemas.Documents;

namespace Waybill.JsonSchemas.Keywords;

/// <summary><c>type</c>: a whole number such as 1.0 is an integer.</summary>
internal sealed class TypeKeyword(string pointer, JsonKinds kinds, string allowed) : Keyword(pointer)
{
    public static Keyword? Read(KeywordText text)
    {
        var words = text.Value.ValueKind == JsonValueKind.String ? [text.Value.GetString()!] : text.Texts();
        if (words is null)
        {
            return null;
        }

        return words.Count > 0 && words.All(word => JsonKind.Named(word) != JsonKinds.None)
            ? new TypeKeyword(text.Pointer, JsonKind.ListedIn(text.Value), string.Join(", ", words))
            : text.Refuse($"'{string.Join("', '", words)}' given; allowed: one or more of {string.Join(", ", JsonKind.AllWords)}");
    }

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        // Whether a number is whole takes some work, which most schemas do not ask for.
        var isNumber = value.ValueKind == JsonValueKind.Number && kinds.HasFlag(JsonKinds.Number);
        if (!isNumber && !kinds.HasFlag(JsonKind.Of(value)))
        {
            evaluation.Report(place, Pointer, $"is of type {JsonKind.WordOf(value)}; allowed: {allowed}");
        }
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
