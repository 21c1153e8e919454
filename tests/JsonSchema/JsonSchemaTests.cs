using System.Text;
using System.Text.Json;

namespace Waybill.JsonSchemas.Tests;

/// <summary>Runs <c>Cases/*.json</c>: what a schema accepts, what it forbids and where, and which schemas are refused.</summary>
public sealed class JsonSchemaTests
{
    private static readonly string Cases = Path.Combine(AppContext.BaseDirectory, "Cases");

    public static TheoryData<string, string> Accepting => CasesWith("valid");

    public static TheoryData<string, string> Forbidding => CasesWith("invalid");

    public static TheoryData<string, string> Refused => CasesWith("refused");

    [Theory]
    [MemberData(nameof(Accepting))]
    public void Accepts(string file, string says)
    {
        var (schema, @case) = Find(file, says);

        foreach (var value in @case.GetProperty("valid").EnumerateArray())
        {
            Assert.True(schema.Validate(value) is [], $"{value.GetRawText()}: {string.Join("; ", schema.Validate(value))}");
        }
    }

    [Theory]
    [MemberData(nameof(Forbidding))]
    public void Forbids_and_says_where(string file, string says)
    {
        var (schema, @case) = Find(file, says);

        foreach (var expected in @case.GetProperty("invalid").EnumerateArray())
        {
            var violations = schema.Validate(expected.GetProperty("value")).Select(v => $"{v.InstancePointer} < {v.SchemaPointer}");
            Assert.Equal(expected.GetProperty("violations").EnumerateArray().Select(v => v.GetString()), violations);
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Refuses_what_it_could_not_check(string file, string says)
    {
        var refused = Assert.Throws<JsonSchemaException>(() => Find(file, says));

        var expected = Case(file, says).GetProperty("refused").EnumerateArray().Select(pointer => pointer.GetString());
        Assert.Equal(expected, refused.Violations.Select(violation => violation.InstancePointer));
    }

    [Fact]
    public void Says_what_it_is_and_what_is_allowed_but_never_the_value_itself()
    {
        var schema = Parse("""
            { "properties": { "email": { "type": "string", "format": "email", "maxLength": 10 }, "n": { "type": "integer" } } }
            """);

        var violations = schema.Validate(Json("""{ "email": "ada.lovelace at mail", "n": 47.11 }"""));

        Assert.Equal(
            [
                "/email: is not written as the format 'email' asks [/properties/email/format]",
                "/email: has 20 characters; allowed: at most 10 [/properties/email/maxLength]",
                "/n: is of type number; allowed: integer [/properties/n/type]",
            ],
            violations.Select(violation => violation.ToString()));
    }

    [Fact]
    public void Names_every_problem_of_a_schema_at_once()
    {
        var refused = Assert.Throws<JsonSchemaException>(() => Parse("""{ "typo": 1, "minLength": -1, "properties": { "a": 5 } }"""));

        Assert.Equal(["/typo", "/minLength", "/properties/a"], refused.Violations.Select(violation => violation.InstancePointer));
    }

    [Fact]
    public void Forbids_half_a_surrogate_pair_which_no_text_can_hold()
    {
        var value = Json("""{ "a": ["\ud83d\udc1f", "\ud83d"] }""");

        Assert.Equal("/a/1", Assert.Single(Parse("true").Validate(value)).InstancePointer);
        Assert.Throws<JsonSchemaException>(() => Parse("""{ "pattern": "\ud83d" }"""));
    }

    [Fact]
    public void Gives_up_loudly_on_a_schema_whose_alternatives_multiply()
    {
        var levels = Enumerable.Range(1, 40).Select(i => $$"""
            "n{{i}}": { "anyOf": [ { "$ref": "#/$defs/n{{i - 1}}" }, { "$ref": "#/$defs/n{{i - 1}}" } ] }
            """);
        var schema = Parse($$"""{ "$ref": "#/$defs/n40", "$defs": { "n0": false, {{string.Join(',', levels)}} } }""");

        Assert.Contains(schema.Validate(Json("1")), violation => violation.Message.Contains("steps", StringComparison.Ordinal));
    }

    [Fact]
    public void Checks_a_value_nested_deeper_than_the_stack_would_bear_without_crashing()
    {
        const int Depth = 100_000; // A few frames a level do not fit into 8 MB, however small a compiler makes them.
        using var deep = JsonDocument.Parse(
            new string('[', Depth) + new string(']', Depth), new JsonDocumentOptions { MaxDepth = Depth });
        var schema = Parse("""{ "items": { "$ref": "#" } }""");

        var violation = Assert.Single(schema.Validate(deep.RootElement));
        Assert.Contains("nested too deeply", violation.Message, StringComparison.Ordinal);
    }

    private static (JsonSchema Schema, JsonElement Case) Find(string file, string says)
    {
        var @case = Case(file, says);
        return (Parse(@case.GetProperty("schema").GetRawText()), @case);
    }

    private static JsonElement Case(string file, string says) => Read(file).Single(c => c.GetProperty("says").GetString() == says);

    private static JsonElement[] Read(string file) => [.. Json(File.ReadAllText(Path.Combine(Cases, file))).EnumerateArray()];

    private static TheoryData<string, string> CasesWith(string expectation) =>
    [
        .. Directory.GetFiles(Cases, "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)
            .SelectMany(file => Read(file).Where(c => c.TryGetProperty(expectation, out _))
            .Select(c => (file, c.GetProperty("says").GetString()!))),
    ];

    private static JsonSchema Parse(string schema) => JsonSchema.Parse(Encoding.UTF8.GetBytes(schema));

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
