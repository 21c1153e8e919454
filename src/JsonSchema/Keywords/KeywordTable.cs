using System.Collections.Frozen;
using Waybill.JsonSchemas.Checking;

namespace Waybill.JsonSchemas.Keywords;

/// <summary>Every keyword of JSON Schema 2020-12, and what becomes of it.</summary>
internal static class KeywordTable
{
    private static readonly FrozenDictionary<string, ReadKeyword> Readers = new Dictionary<string, ReadKeyword>(StringComparer.Ordinal)
    {
        ["$ref"] = Reference.Read,
        ["$defs"] = Definitions.Read,
        ["$anchor"] = Definitions.ReadAnchor,
        ["$id"] = Definitions.ReadId,
        ["$schema"] = Definitions.ReadDialect,

        ["type"] = TypeKeyword.Read,
        ["enum"] = OneOfValues.ReadEnum,
        ["const"] = OneOfValues.ReadConst,

        ["minimum"] = Bound.Read,
        ["maximum"] = Bound.Read,
        ["exclusiveMinimum"] = Bound.Read,
        ["exclusiveMaximum"] = Bound.Read,
        ["multipleOf"] = MultipleOf.Read,

        ["minLength"] = Size.Read,
        ["maxLength"] = Size.Read,
        ["pattern"] = PatternKeyword.Read,
        ["format"] = FormatKeyword.Read,

        ["prefixItems"] = PrefixItems.Read,
        ["items"] = Items.Read,
        ["contains"] = Contains.Read,
        ["minContains"] = Contains.ReadLimit,
        ["maxContains"] = Contains.ReadLimit,
        ["minItems"] = Size.Read,
        ["maxItems"] = Size.Read,
        ["uniqueItems"] = UniqueItems.Read,

        ["properties"] = Properties.Read,
        ["patternProperties"] = PatternProperties.Read,
        ["additionalProperties"] = AdditionalProperties.Read,
        ["propertyNames"] = PropertyNames.Read,
        ["required"] = Required.Read,
        ["dependentRequired"] = DependentRequired.Read,
        ["dependentSchemas"] = DependentSchemas.Read,
        ["minProperties"] = Size.Read,
        ["maxProperties"] = Size.Read,

        ["allOf"] = AllOf.Read,
        ["anyOf"] = AnyOf.Read,
        ["oneOf"] = OneOf.Read,
        ["not"] = Not.Read,
        ["if"] = IfThenElse.Read,
        ["then"] = IfThenElse.ReadBranch,
        ["else"] = IfThenElse.ReadBranch,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private delegate Keyword? ReadKeyword(KeywordText text);

    /// <summary>Keywords that describe and assert nothing.</summary>
    private static readonly FrozenSet<string> Annotations = FrozenSet.Create(
        StringComparer.Ordinal,
        "$comment", "title", "description", "default", "deprecated", "readOnly", "writeOnly", "examples",
        "contentEncoding", "contentMediaType", "contentSchema");

    /// <summary>Reads one keyword; null when it asserts nothing or was refused.</summary>
    public static Keyword? Read(KeywordText text)
    {
        if (Readers.TryGetValue(text.Name, out var read))
        {
            return read(text);
        }

        if (Annotations.Contains(text.Name) || text.Name.StartsWith("x-", StringComparison.Ordinal))
        {
            return null;
        }

        return text.Refuse(
            $"'{text.Name}' is not a keyword this validator checks; allowed: JSON Schema 2020-12 without $dynamicRef, $vocabulary and "
            + "unevaluated*, and annotations of your own that begin with 'x-'");
    }
}
