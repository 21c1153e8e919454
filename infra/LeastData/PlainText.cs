using System.Text.Json;
using Waybill.Catalog.Compatibility;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Infra.LeastData;

/// <summary>Tells whether a schema promises text that JSON need not escape: without quotes, backslashes and control characters.</summary>
/// <remarks>
/// EventBridge's input transformer puts text into a message as it is (user guide, <c>eb-transform-target-input</c>), so any other text
/// breaks the message.
/// </remarks>
internal static class PlainText
{
    private const string Plain = """{"pattern":"^[^\"\\\\\\u0000-\\u001f]*$"}""";

    /// <summary>Whether it is proved that no value of the schema has other text at a place.</summary>
    public static bool IsPromisedBy(JsonElement schema, string path = "")
    {
        var plain = JsonPointer.Tokens(path).Reverse()
            .Aggregate(Plain, (inner, name) => $"{{\"properties\":{{{JsonSerializer.Serialize(name)}:{inner}}}}}");
        return SchemaComparison.Compare(schema, JsonElement.Parse(plain)).Backward.Answer == Answer.Yes;
    }
}
