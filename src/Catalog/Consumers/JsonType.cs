using Microsoft.CodeAnalysis.CSharp.Syntax;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Consumers;

/// <summary>What System.Text.Json reads a C# type from.</summary>
/// <param name="Name">The type's simple name.</param>
/// <param name="Kinds">Unknown for types it has no converter for: records of the team, enumerations, others.</param>
/// <param name="IsNullable">Whether it ends with <c>?</c>.</param>
/// <param name="Item">What a list or dictionary holds.</param>
internal sealed record JsonType(string Name, JsonKinds Kinds, bool IsNullable, TypeSyntax? Item)
{
    private static readonly HashSet<string> Lists = new(StringComparer.Ordinal)
    {
        "IEnumerable", "ICollection", "IList", "IReadOnlyCollection", "IReadOnlyList", "List", "HashSet", "ISet", "IReadOnlySet",
        "ImmutableArray",
        "ImmutableList", "Queue", "Stack", "Collection", "FrozenSet", "ImmutableHashSet", "ReadOnlyCollection",
    };

    private static readonly HashSet<string> Dictionaries = new(StringComparer.Ordinal)
    {
        "IDictionary", "IReadOnlyDictionary", "Dictionary", "ImmutableDictionary", "FrozenDictionary", "SortedDictionary",
    };

    public static JsonType Of(TypeSyntax type) => type switch
    {
        NullableTypeSyntax nullable => Of(nullable.ElementType) with { IsNullable = true },
        ArrayTypeSyntax { ElementType: PredefinedTypeSyntax { Keyword.Text: "byte" } } => new JsonType(
            "byte[]", JsonKinds.Text, false, null),
        ArrayTypeSyntax array => new JsonType("[]", JsonKinds.Array, false, array.ElementType),
        QualifiedNameSyntax qualified => Of(qualified.Right),
        AliasQualifiedNameSyntax aliased => Of(aliased.Name),
        GenericNameSyntax { Identifier.Text: "Nullable", TypeArgumentList.Arguments: [var inner] } => Of(inner) with { IsNullable = true },
        GenericNameSyntax { TypeArgumentList.Arguments: [var item] } list when Lists.Contains(list.Identifier.Text) =>
            new JsonType(list.Identifier.Text, JsonKinds.Array, false, item),
        GenericNameSyntax { TypeArgumentList.Arguments: [_, var value] } map when Dictionaries.Contains(map.Identifier.Text) =>
            new JsonType(map.Identifier.Text, JsonKinds.Object, false, value),
        _ => new JsonType(NameOf(type), KindsOf(NameOf(type)), false, null),
    };

    /// <remarks>Source: .NET documentation, "How to write custom converters for JSON serialization", built-in converters.</remarks>
    private static JsonKinds KindsOf(string name) => name switch
    {
        "string" or "String" or "char" or "Guid" or "Uri" or "Version" => JsonKinds.Text,
        "DateTime" or "DateTimeOffset" or "DateOnly" or "TimeOnly" or "TimeSpan" => JsonKinds.Text,
        "bool" or "Boolean" => JsonKinds.Boolean,
        "byte" or "sbyte" or "short" or "ushort" or "int" or "uint" or "long" or "ulong" => JsonKinds.Integer,
        "Int32" or "Int64" or "Int128" => JsonKinds.Integer,
        "float" or "double" or "decimal" or "Half" => JsonKinds.Number,
        "JsonElement" or "JsonNode" or "JsonDocument" or "JsonValue" or "object" => JsonKinds.Any,
        "JsonObject" => JsonKinds.Object,
        "JsonArray" => JsonKinds.Array,
        _ => JsonKinds.None,
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
