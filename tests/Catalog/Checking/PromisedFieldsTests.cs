using System.Text.Json;
using Waybill.Catalog.Checking;
using Waybill.Catalog.Schemas;

namespace Waybill.Catalog.Tests.Checking;

public sealed class PromisedFieldsTests
{
    [Theory]
    [InlineData("""{ "properties": { "a": { "type": "string", "format": "date" } }, "required": ["a"] }""", "/a", "required Text date")]
    [InlineData("""{ "properties": { "a": { "type": ["integer", "null"] } } }""", "/a", "optional Null, Integer")]
    [InlineData("""{ "properties": { "a": { "enum": ["x", 1, null] } } }""", "/a", "optional Null, Integer, Text")]
    [InlineData("""{ "properties": { "a": { "const": 1.5 } } }""", "/a", "optional Number")]
    [InlineData("""{ "properties": { "a": true } }""", "/a", "optional Any")]
    [InlineData("""{ "properties": { "a": {} } }""", "/b", "missing")]
    [InlineData("""{ "properties": { "a/b": { "type": "string" } } }""", "/a~1b", "optional Text")]
    [InlineData(
        """
        { "properties": { "a": { "items": { "properties": { "b": { "type": "number" } }, "required": ["b"] } } } }
        """, "/a/*/b", "required Number")]
    [InlineData("""{ "properties": { "a": { "additionalProperties": { "type": "boolean" } } } }""", "/a/*", "required Boolean")]
    [InlineData(
        """
        { "$ref": "#/$defs/a", "$defs": { "a": { "properties": { "b": { "type": "string" } }, "required": ["b"] } } }
        """, "/b", "required Text")]
    [InlineData(
        """
        { "allOf": [{ "properties": { "a": { "type": ["string", "integer"] } } }, { "required": ["a"] }],
          "properties": { "a": { "type": ["integer", "null"] } } }
        """, "/a", "required Integer")]
    [InlineData(
        """
        { "oneOf": [{ "properties": { "a": { "type": "string" } }, "required": ["a"] },
          { "properties": { "a": { "type": "integer" } }, "required": ["a"] }] }
        """, "/a", "required Integer, Text")]
    [InlineData(
        """
        { "anyOf": [{ "properties": { "a": { "type": "string" } }, "required": ["a"] },
          { "properties": { "b": {} } }] }
        """, "/a", "optional Text")]
    [InlineData(
        """
        { "if": { "required": ["b"] }, "then": { "properties": { "a": { "type": "string" } }, "required": ["a"] } }
        """, "/a", "optional Text")]
    [InlineData("""{ "properties": { "a": { "$ref": "#" } } }""", "/a/a/a/a", "optional Any")]
    [InlineData("""{ "$ref": "#" }""", "/a", "missing")]
    public void Are_what_the_schema_says_wherever_it_says_it(string schema, string path, string promised)
    {
        var promise = new PromisedFields(JsonElement.Parse(schema)).Find(path);

        Assert.Equal(
            promised,
            !promise.Exists ? "missing" : $"{(promise.IsRequired ? "required" : "optional")} {promise.Kinds} {promise.Format}".TrimEnd());
    }

    [Theory]
    [InlineData("OrderCreated", true)]
    [InlineData("InvoiceSent", true)]
    [InlineData("PaymentV2Received", true)]
    [InlineData("UncataloguedEventSeen", true)]
    [InlineData("CreateOrder", false)]
    [InlineData("OrderCreating", false)]
    [InlineData("order-created", false)]
    [InlineData("Bed", false)]
    public void Names_are_in_the_past_tense(string id, bool isPast) => Assert.Equal(isPast, PastTense.Complaint(id) is null);
}
