using System.Text.Json.Nodes;

namespace Waybill.Compatibility.Tests.Oracle;

/// <summary>The schemas of a document, to be written to; with keywords of its own, so that tests do not lean on what they test.</summary>
internal static class SchemaTree
{
    public static readonly string[] Lists = ["allOf", "anyOf", "oneOf", "prefixItems"];

    private static readonly string[] Maps = ["properties", "patternProperties", "dependentSchemas", "$defs"];

    private static readonly string[] Single =
        ["items", "contains", "additionalProperties", "propertyNames", "not", "if", "then", "else"];

    /// <summary>Every schema that is an object.</summary>
    public static IEnumerable<JsonObject> Of(JsonNode? node)
    {
        if (node is not JsonObject schema)
        {
            return [];
        }

        var inner = Maps.Select(name => schema[name]).OfType<JsonObject>().SelectMany(map => map.Select(member => member.Value))
            .Concat(Lists.Select(name => schema[name]).OfType<JsonArray>().SelectMany(list => list))
            .Concat(Single.Select(name => schema[name]));
        return inner.SelectMany(Of).Prepend(schema);
    }
}
