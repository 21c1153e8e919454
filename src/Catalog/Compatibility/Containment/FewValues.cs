using System.Numerics;
using System.Text.Json;

namespace Waybill.Catalog.Compatibility.Containment;

/// <summary>Lists the values of a conjunction where they are few: <c>enum</c>, <c>const</c>, null, booleans, a short range of whole numbers.</summary>
internal static class FewValues
{
    private const int MostNumbers = 256;

    private static readonly JsonElement[] Nulls = [JsonElement.Parse("null")];
    private static readonly JsonElement[] Booleans = [JsonElement.Parse("false"), JsonElement.Parse("true")];

    /// <summary>Every value of one kind, or some more that are only perhaps among them; null when they are not few.</summary>
    public static IReadOnlyList<JsonElement>? Of(Conjunction given, Kinds kind)
    {
        var listed = given.Schemas.Select(schema => schema.Values()).FirstOrDefault(values => values is not null);
        var values = listed?.Where(value => KindsOf.Value(value) == kind) ?? kind switch
        {
            Kinds.Null => Nulls,
            Kinds.Boolean => Booleans,
            Kinds.Number => Numbers(NumberFacts.Of(given)),
            _ => null,
        };
        return values?.Where(value => IsPerhapsIn(given, value)).ToList();
    }

    private static List<JsonElement>? Numbers(NumberFacts facts)
    {
        if (!facts.IsInteger || facts.Lowest is not { } lowest || facts.Highest is not { } highest || highest - lowest >= MostNumbers)
        {
            return null;
        }

        var numbers = new List<JsonElement>();
        for (var number = lowest; number <= highest; number += BigInteger.One)
        {
            numbers.Add(JsonElement.Parse($"{number}"));
        }

        return numbers;
    }

    private static bool IsPerhapsIn(Conjunction given, JsonElement value) =>
        given.Schemas.All(schema => schema.Document.Accepts(schema, value) != false)
        && given.Excluded.All(schema => schema.Document.Accepts(schema, value) != true);
}
