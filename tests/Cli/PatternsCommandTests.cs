using System.Text;
using System.Text.Json;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Tests;

public sealed class PatternsCommandTests
{
    private const string Good = """{"id":"good","pattern":"{\"a\":[1]}","event":"{\"a\":1}"}""";

    public static TheoryData<string, string, string> Unreadable => new()
    {
        { "", "null", "not JSON" },
        { "x", "null", "not JSON" },
        { "[]", "null", "a JSON object is wanted" },
        { "\"x\"", "null", "a JSON object is wanted" },
        { "{}", "null", "no member 'pattern'" },
        { """{"id":1}""", "1", "no member 'pattern'" },
        { """{"id":1,"event":"{}"}""", "1", "no member 'pattern'" },
        { """{"id":1,"pattern":null,"event":"{}"}""", "1", "'pattern' is not a string" },
        { """{"id":1,"pattern":{"a":[1]},"event":"{}"}""", "1", "'pattern' is not a string" },
        { """{"id":1,"pattern":"{\"a\":[1]}","event":{}}""", "1", "'event' is neither" },
        { """{"id":1,"pattern":"{\"a\":[1]}","event":"{}"}{}""", "1", "not JSON" },
        { """{"id":1,"pattern":"{\"a\":[1]}","event":"{}",}""", "1", "not JSON" },
        { """{"id":{"n":1},"pattern":"{\"a""", """{"n":1}""", "not JSON" },
        { $$"""{"id":1,"more":{{new string('[', 2000)}}""", "1", "not JSON" },
    };

    [Fact]
    public async Task Every_case_of_the_language_is_answered_while_the_driver_waits()
    {
        using var patterns = new PatternsProcess();
        foreach (var file in Directory.GetFiles(Repository.Find().Path("tests", "EventPatterns", "cases"), "*.json"))
        {
            using var cases = JsonDocument.Parse(await File.ReadAllTextAsync(file), new JsonDocumentOptions { MaxDepth = 2000 });
            foreach (var entry in cases.RootElement.EnumerateArray())
            {
                var expected = entry.GetProperty("expected").GetString();
                var (id, pattern, @event) = (entry.GetProperty("name").GetString()!, Text(entry, "pattern"), Text(entry, "event"));
                var answer = await patterns.AskAsync(Line(id, pattern, @event));
                Assert.Equal((id, expected), (JsonElement.Parse(answer.Id).GetString(), answer.Result));
                Assert.Equal(expected == "match", answer.Message.Length == 0);
                var validity = await patterns.AskAsync(Line(id, pattern, null));
                Assert.Equal(expected == "error" ? "error" : "valid", validity.Result);
            }
        }

        Assert.Equal(0, await patterns.EndAsync());
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_line_that_cannot_be_read_is_an_error_and_the_next_is_answered(string line, string id, string complaint)
    {
        using var patterns = new PatternsProcess();
        var answer = await patterns.AskAsync(line);
        Assert.Equal((id, "error"), (answer.Id, answer.Result));
        Assert.StartsWith("The line cannot be read. ", answer.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, answer.Message, StringComparison.Ordinal);
        Assert.Equal("match", (await patterns.AskAsync(Good)).Result);
        Assert.Equal(0, await patterns.EndAsync());
    }

    [Fact]
    public async Task A_line_that_is_not_UTF8_or_is_far_too_long_is_an_error_too()
    {
        using var patterns = new PatternsProcess();
        var notUtf8 = await patterns.AskAsync([.. "{\"id\":7,\"pattern\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        Assert.Equal(new("7", "error", "The line cannot be read. It is not UTF-8."), notUtf8);
        Assert.Equal("null", (await patterns.AskAsync([.. "{\"id\":\""u8, 0xFF, .. "\"}"u8])).Id);
        var long1 = await patterns.AskAsync($$"""{"id":1,"pattern":"{{new string('x', 17 * 1024 * 1024)}}"}""");
        Assert.Equal(new("null", "error", "The line cannot be read. It is longer than 16777216 bytes."), long1);
        Assert.Equal("match", (await patterns.AskAsync(Good)).Result);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("-1.50e+2")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("\"\\ud800 \\u0000 é 😀 \\/\"")]
    [InlineData("[1, {\"a\":\r[]}]")]
    public async Task An_id_may_be_any_JSON_and_comes_back_as_it_was_written(string id)
    {
        using var patterns = new PatternsProcess();
        Assert.Equal(id.Replace('\r', ' '), (await patterns.AskAsync($$"""{"pattern":"{\"a\":[1]}","id":{{id}} }""")).Id);
    }

    [Theory]
    [InlineData("""{"a":["\ud800"]}""", """{"a":"\ud800"}""", "match")]
    [InlineData("""{"a":["\ud800"]}""", """{"a":"\ud801"}""", "no")]
    [InlineData("""{"\udc00":["x"]}""", """{"\udc00":"x"}""", "match")]
    [InlineData("""{"\udc00":["x"]}""", """{"\udc00":"y"}""", "no")]
    [InlineData("""{"\udc00":"x"}""", """{}""", "error")]
    [InlineData("""\ud800""", """{}""", "error")]
    public async Task Half_a_surrogate_pair_is_a_character_raw_or_escaped(string pattern, string @event, string expected)
    {
        using var patterns = new PatternsProcess();
        Assert.Equal(expected, (await patterns.AskAsync(Line(1, pattern, @event))).Result);
        // Raw: the escapes of the outer string make half a pair of the inner text.
        string Raw(string text) => $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        Assert.Equal(expected, (await patterns.AskAsync($$"""{"id":1,"pattern":{{Raw(pattern)}},"event":{{Raw(@event)}}}""")).Result);
    }

    [Fact]
    public async Task An_escape_is_not_completed_by_half_a_surrogate_pair()
    {
        using var patterns = new PatternsProcess();
        Assert.Equal("error", (await patterns.AskAsync("""{"id":1,"pattern":"{\"a\":[\"\\\ud800\"]}"}""")).Result);
        Assert.Equal("valid", (await patterns.AskAsync("""{"id":1,"pattern":"{\"a\":[\"\\\\\ud800\"]}"}""")).Result);
    }

    [Theory]
    [InlineData("{", "The event is not JSON")]
    [InlineData("[]", "The event is JSON, but not an object.")]
    [InlineData("""{"a":2}""", "The event does not match. At /a: expected 1; seen 2 at /a.")]
    public async Task A_no_says_why(string @event, string why)
    {
        using var patterns = new PatternsProcess();
        var answer = await patterns.AskAsync(Line(1, """{"a":[1]}""", @event));
        Assert.Equal("no", answer.Result);
        Assert.StartsWith(why, answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_the_input_is_the_end_and_a_last_line_needs_no_line_feed()
    {
        using var patterns = new PatternsProcess();
        await patterns.SendAsync(Encoding.UTF8.GetBytes($"{Good}\r\n{Good}"));
        patterns.CloseInput();
        Assert.Equal("match", (await patterns.AnswerAsync())?.Result);
        Assert.Equal("match", (await patterns.AnswerAsync())?.Result);
        Assert.Null(await patterns.AnswerAsync());
        Assert.Equal(0, await patterns.EndAsync());
    }

    private static string Line(object id, string pattern, string? @event) =>
        $$"""{"id":{{Json(id)}},"pattern":{{Json(pattern)}},"event":{{Json(@event)}}}""";

    private static string Json(object? value) => JsonSerializer.Serialize(value);

    /// <summary>As the cases have it: text that is not an object, or not JSON, is written as a string.</summary>
    private static string Text(JsonElement entry, string member) => !entry.TryGetProperty(member, out var value)
        ? "{}"
        : value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
