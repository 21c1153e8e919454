using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Waybill.Catalog.Consumers;

/// <summary>What System.Text.Json reads a C# type from.</summary>
/// <param name="Name">The type's simple name.</param>
/// <param name="Kinds">Unknown for types that are not in its table: records of the team, enumerations, others.</param>
/// <param name="IsNullable">Whether it ends with <c>?</c>.</param>
/// <param name="Item">What a list or dictionary holds.</param>
internal sealed record JsonType(string Name, JsonKinds Kinds, bool IsNullable, TypeSyntax? Item)
{
    /// <summary>Source: .NET documentation, "How to write custom converters", table of built-in converters.</summary>
    private static readonly Dictionary<string, JsonKinds> Known = new(StringComparer.Ordinal)
    {
        ["string"] = JsonKinds.Text, ["String"] = JsonKinds.Text, ["char"] = JsonKinds.Text, ["Guid"] = JsonKinds.Text, ["Uri"] = JsonKinds.Text,
        ["DateTime"] = JsonKinds.Text, ["DateTimeOffset"] = JsonKinds.Text, ["DateOnly"] = JsonKinds.Text, ["TimeOnly"] = JsonKinds.Text,
        ["TimeSpan"] = JsonKinds.Text, ["Version"] = JsonKinds.Text,
        ["bool"] = JsonKinds.Boolean, ["Boolean"] = JsonKinds.Boolean,
        ["byte"] = JsonKinds.Integer, ["sbyte"] = JsonKinds.Integer, ["short"] = JsonKinds.Integer, ["ushort"] = JsonKinds.Integer,
        ["int"] = JsonKinds.Integer, ["uint"] = JsonKinds.Integer, ["long"] = JsonKinds.Integer, ["ulong"] = JsonKinds.Integer,
        ["Int32"] = JsonKinds.Integer, ["Int64"] = JsonKinds.Integer, ["Int128"] = JsonKinds.Integer,
        ["float"] = JsonKinds.Number, ["double"] = JsonKinds.Number, ["decimal"] = JsonKinds.Number, ["Half"] = JsonKinds.Number,
        ["JsonElement"] = JsonKinds.Any, ["JsonNode"] = JsonKinds.Any, ["JsonDocument"] = JsonKinds.Any, ["object"] = JsonKinds.Any,
        ["JsonObject"] = JsonKinds.Object, ["JsonArray"] = JsonKinds.Array, ["JsonValue"] = JsonKinds.Any,
    };

    private static readonly HashSet<string> Lists = new(StringComparer.Ordinal)
    {
        "IEnumerable", "ICollection", "IList", "IReadOnlyCollection", "IReadOnlyList", "List", "HashSet", "ISet", "IReadOnlySet", "ImmutableArray",
        "ImmutableList", "Queue", "Stack", "Collection", "FrozenSet", "ImmutableHashSet", "ReadOnlyCollection",
    };

    private static readonly HashSet<string> Dictionaries = new(StringComparer.Ordinal)
    {
        "IDictionary", "IReadOnlyDictionary", "Dictionary", "ImmutableDictionary", "FrozenDictionary", "SortedDictionary",
    };

    public static JsonType Of(TypeSyntax type) => type switch
    {
        NullableTypeSyntax nullable => Of(nullable.ElementType) with { IsNullable = true },
        ArrayTypeSyntax { ElementType: PredefinedTypeSyntax { Keyword.Text: "byte" } } => new JsonType("byte[]", JsonKinds.Text, false, null),
        ArrayTypeSyntax array => new JsonType("[]", JsonKinds.Array, false, array.ElementType),
        QualifiedNameSyntax qualified => Of(qualified.Right),
        AliasQualifiedNameSyntax aliased => Of(aliased.Name),
        GenericNameSyntax { Identifier.Text: "Nullable", TypeArgumentList.Arguments: [var inner] } => Of(inner) with { IsNullable = true },
        GenericNameSyntax { TypeArgumentList.Arguments: [var item] } list when Lists.Contains(list.Identifier.Text) =>
            new JsonType(list.Identifier.Text, JsonKinds.Array, false, item),
        GenericNameSyntax { TypeArgumentList.Arguments: [_, var value] } map when Dictionaries.Contains(map.Identifier.Text) =>
            new JsonType(map.Identifier.Text, JsonKinds.Object, false, value),
        _ => new JsonType(NameOf(type), Known.GetValueOrDefault(NameOf(type), JsonKinds.Unknown), false, null),
    };

    /// <summary>The last part of a name, without its namespace and type arguments.</summary>
    public static string NameOf(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => NameOf(qualified.Right),
        AliasQualifiedNameSyntax aliased => NameOf(aliased.Name),
        SimpleNameSyntax simple => simple.Identifier.Text,
        NullableTypeSyntax nullable => NameOf(nullable.ElementType),
        _ => type.ToString(),
    };
}
