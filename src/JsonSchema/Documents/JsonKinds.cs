using System.Text.Json;

namespace Waybill.JsonSchemas.Documents;

#pragma warning disable CA1720 // JSON Schema's words
/// <summary>A set of JSON types (JSON Schema 2020-12's <c>type</c>).</summary>
[Flags]
public enum JsonKinds
{
    /// <summary>No type; of a C# type, that it is not known how System.Text.Json reads it.</summary>
    None = 0,

    Null = 1,
    Boolean = 2,
    Integer = 4,

    /// <summary>A number with a fraction.</summary>
    Fraction = 8,

    Number = Integer | Fraction,
    Text = 16,
    Array = 32,
    Object = 64,
    Any = Null | Boolean | Number | Text | Array | Object,
}
#pragma warning restore CA1720

/// <summary>JSON Schema's names for types of values, and which of them a value or a schema means.</summary>
public static class JsonKind
{
    private static readonly (string Word, JsonKinds Kinds)[] Words =
    [
        ("null", JsonKinds.Null), ("boolean", JsonKinds.Boolean), ("object", JsonKinds.Object), ("array", JsonKinds.Array),
        ("number", JsonKinds.Number), ("string", JsonKinds.Text), ("integer", JsonKinds.Integer),
    ];

    public static IEnumerable<string> AllWords => Words.Select(word => word.Word);

    /// <summary>None for a word that JSON Schema does not know.</summary>
    public static JsonKinds Named(string? word) => Words.FirstOrDefault(known => known.Word == word).Kinds;

    /// <summary>The one kind of a value; a whole number such as 1.0 is an integer.</summary>
    public static JsonKinds Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => JsonKinds.Boolean,
        JsonValueKind.Object => JsonKinds.Object,
        JsonValueKind.Array => JsonKinds.Array,
        JsonValueKind.Number => JsonNumber.Of(value).IsInteger ? JsonKinds.Integer : JsonKinds.Fraction,
        JsonValueKind.String => JsonKinds.Text,
        _ => JsonKinds.Null,
    };

    /// <summary>JSON Schema's word for the kind of a value.</summary>
    public static string WordOf(JsonElement value) => Of(value) is var kind && kind == JsonKinds.Integer
        ? "integer"
        : Words.First(word => word.Kinds.HasFlag(kind)).Word;

    /// <summary>The kinds a schema's own <c>type</c>, <c>enum</c> and <c>const</c> leave over; a fraction counts as number.</summary>
    public static JsonKinds AllowedBy(JsonElement schema)
    {
        var kinds = schema.TryGetProperty("type", out var type) ? ListedIn(type) : JsonKinds.Any;
        kinds &= schema.TryGetProperty("const", out var only) ? Of(only) : JsonKinds.Any;
        kinds &= schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array
            ? values.EnumerateArray().Aggregate(JsonKinds.None, (all, value) => all | Of(value))
            : JsonKinds.Any;
        return kinds.HasFlag(JsonKinds.Fraction) ? kinds | JsonKinds.Number : kinds;
    }

    /// <summary>The kinds that the value of <c>type</c>, a word or a list of words, names.</summary>
    public static JsonKinds ListedIn(JsonElement type) => type.ValueKind switch
    {
        JsonValueKind.String => Named(type.GetString()),
        JsonValueKind.Array => type.EnumerateArray().Aggregate(JsonKinds.None, (all, word) => all | ListedIn(word)),
        _ => JsonKinds.Any,
    };
}
