using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Waybill.EventPatterns.Tests;

/// <summary>An event is JSON as RFC 8259 has it; of what is JSON, the platform's own reader is the judge.</summary>
public sealed class SoundEventTests
{
    private static readonly int Inputs = Seeds.AreFew ? 500 : 5_000;

    public static TheoryData<int> Rounds => Seeds.UpTo(4);

    public static TheoryData<string> Values =>
    [
        "0", "-0", "10", "-12", "0.5", "1.50", "1e5", "1E5", "1e+5", "1e-5", "-1.5e-10", "0e0", "0.0",
        "true", "false", "null", "\"\"", "[]", "{}", "[ ]", "{ }", "[[],[{}]]", "[1 , 2]", "{\"a\" : 1 , \"b\" : 2}", "[1,\t2,\r\n3]",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u0041\\uFFff\"", "\"\\ud800\"", "\"ü€😀\"", "\"\u007f\"", "\"//\"",
    ];

    public static TheoryData<string> NoValues =>
    [
        "", " ", "-", "+1", "00", "01", "-01", "0x1", "1.", ".5", "-.5", "1.e5", "1e", "1e+", "1e-", "1ee5", "1e5.0", "1-", "1 2", "--1",
        "1_000", "\uFF11", "Infinity", "NaN",
        "tru", "truee", "True", "nul", "nulll", "fals", "falsee", "undefined",
        "\"", "\"\\\"", "\"\\a\"", "\"\\u\"", "\"\\u12\"", "\"\\u123g\"", "\"\\U0041\"", "\"\\'\"", "\"a\nb\"", "\"a\tb\"", "\"\0\"",
        "\"\u001f\"", "'a'",
        "[", "]", "[1", "[1,", "[1,]", "[,1]", "[,]", "[1 2]", "[1;2]", "[1}", "[[]", "[]]", "[1]1", "[\"a\":1]",
        "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{\"a\"}", "{\"a\":}", "{\"a\" 1}", "{\"a\"::1}",
        "{\"a\":1 \"b\":2}", "{\"a\":1,,\"b\":2}", "{\"a\":1]",
        "{a:1}", "{1:1}", "{null:1}", "{[]:1}", "{\"a\\x\":1}", "{\"a\":1}}",
        "/**/1", "1/**/", "//\n1", "\u00A01", "\u000B1", "\f1", "\u20281",
    ];

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_sound_wherever_it_stands(string value)
    {
        Assert.Equal(MatchOutcome.NoMatch, Outcome($"{{\"q\":{value}}}"));
        Assert.Equal(MatchOutcome.NoMatch, Outcome($" {{ \"p\" : [ {value} , {value} ] , \"q\" : {{ \"r\" : {value} }} }} \r\n\t"));
        Assert.Equal(value.StartsWith('{') ? MatchOutcome.NoMatch : MatchOutcome.NotAnObject, Outcome(value));
    }

    [Theory]
    [MemberData(nameof(NoValues))]
    public void What_is_no_value_makes_an_event_malformed(string text)
    {
        Assert.Equal(MatchOutcome.Malformed, Outcome(text));
        Assert.Equal(MatchOutcome.Malformed, Outcome($"{{\"q\":{text}}}"));
        Assert.Equal(MatchOutcome.Malformed, Outcome($"{{\"p\":[0],\"q\":[0,{text}],\"r\":\"{new string('x', 64)}\"}}"));
    }

    [Theory]
    [InlineData("\"", true)]
    [InlineData("\\\"\"", true)]
    [InlineData("\\u00e9\"", true)]
    [InlineData("\\\\\\\\\"", true)]
    [InlineData("ü\"", true)]
    [InlineData("\\x\"", false)]
    [InlineData("\\u00g9\"", false)]
    [InlineData("\u0001\"", false)]
    [InlineData("\n\"", false)]
    [InlineData("\"\"", false)]
    [InlineData("", false)]
    [InlineData("\\", false)]
    public void How_a_string_goes_on_counts_at_any_place_of_a_long_one(string end, bool isSound)
    {
        for (var length = 0; length < 140; length++)
        {
            var text = new string('x', length);
            var expected = isSound ? MatchOutcome.NoMatch : MatchOutcome.Malformed;
            Assert.Equal((length, expected), (length, Outcome($"{{\"q\":\"{text}{end}}}")));
            Assert.Equal((length, expected), (length, Outcome($"{{\"{text}{end}:1}}")));
            Assert.Equal((length, expected), (length, Outcome($"{{\"q\":\"{text}{end},\"r\":\"{text}{text}\"}}")));
        }
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public void What_is_sound_and_what_not_is_as_the_reader_of_the_platform_says(int seed)
    {
        var random = new Random(seed);
        var samples = new RandomPatterns(seed);
        var counts = new Dictionary<MatchOutcome, int>();
        for (var i = 0; i < Inputs; i++)
        {
            var text = samples.Event();
            text = random.Next(2) == 0 ? text : $"\t[{text}\n, \"\\u00e9\", -1.5e+10 , true,false,null, {{ }} ,[{text}]] ";
            var bytes = Encoding.UTF8.GetBytes(text);
            HostileInput.Mutate(bytes, random);
            var expected = Judge(bytes);

            Assert.True(
                expected == CheckedEvent.TryCheck(bytes, out _),
                $"seed {seed}, text {i} ({Convert.ToHexString(bytes)}): {expected} expected");
            counts[expected] = counts.GetValueOrDefault(expected) + 1;
        }

        Assert.All(
            new[] { MatchOutcome.NoMatch, MatchOutcome.NotAnObject, MatchOutcome.Malformed }, outcome =>
                Assert.True(counts[outcome] > Inputs / 20, $"{outcome}: {counts[outcome]}"));
    }

    private static MatchOutcome Judge(byte[] json)
    {
        if (!Utf8.IsValid(json))
        {
            return MatchOutcome.Malformed;
        }

        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
            reader.Read();
            var root = reader.TokenType;
            while (reader.Read())
            {
            }

            return root == JsonTokenType.StartObject ? MatchOutcome.NoMatch : MatchOutcome.NotAnObject;
        }
        catch (JsonException)
        {
            return MatchOutcome.Malformed;
        }
    }

    private static MatchOutcome Outcome(string json) => CheckedEvent.TryCheck(Encoding.UTF8.GetBytes(json), out _);
}
