using System.Text.Json;
using Waybill.JsonSchemas.Checking;
using Waybill.JsonSchemas.Documents;

namespace Waybill.JsonSchemas.Keywords;

/// <summary><c>uniqueItems</c>: no two items equal as JSON values.</summary>
internal sealed class UniqueItems(string pointer) : Keyword(pointer, JsonValueKind.Array)
{
    public static Keyword? Read(KeywordText text) => text.Value.ValueKind switch
    {
        JsonValueKind.True => new UniqueItems(text.Pointer),
        JsonValueKind.False => null,
        _ => text.RefuseAllBut("true or false"),
    };

    public override void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        var seen = new Dictionary<object, int>();
        var structures = new List<(int Index, JsonElement Item)>();
        foreach (var (i, item) in value.EnumerateArray().Index())
        {
            var first = Simple(item) is { } simple ? FirstSimple(seen, simple, i) : FirstStructure(structures, item, i, evaluation);
            if (first != i)
            {
                evaluation.Report(place.At(i), Pointer, $"is equal to item {first}; allowed: items that all differ");
                return;
            }
        }
    }

    /// <summary>A hashable stand-in for anything that is not an array or object.</summary>
    private static object? Simple(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.Array or JsonValueKind.Object => null,
        JsonValueKind.Number => JsonNumber.Of(item),
        JsonValueKind.String => item.GetString(),
        _ => item.ValueKind,
    };

    private static int FirstSimple(Dictionary<object, int> seen, object simple, int index) =>
        seen.TryAdd(simple, index) ? index : seen[simple];

    private static int FirstStructure(List<(int Index, JsonElement Item)> seen, JsonElement item, int index, Evaluation evaluation)
    {
        foreach (var earlier in seen)
        {
            if (!evaluation.Step() || JsonElement.DeepEquals(earlier.Item, item))
            {
                return earlier.Index;
            }
        }

        seen.Add((index, item));
        return index;
    }
}
