using System.Text;
using System.Text.Json;
using Waybill.EventPatterns.Explaining;
using Waybill.EventPatterns.Tests.Reference;

namespace Waybill.EventPatterns.Tests;

/// <summary>
/// What <c>Explain</c> says: the cases of <c>explanations.json</c> word by word, and that it always agrees with the engine.
/// </summary>
public sealed class ExplanationTests
{
    private const int PatternsARound = 40;

    private static readonly Dictionary<string, JsonElement> Explanations = JsonElement
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "explanations.json")))
        .EnumerateArray().ToDictionary(entry => entry.GetProperty("name").GetString()!);

    public static TheoryData<string> Names => new(Explanations.Keys);

    public static TheoryData<int> Rounds => Seeds.UpTo(100);

    [Theory]
    [MemberData(nameof(Names))]
    public void An_explanation_says_where_what_was_expected_and_what_was_seen(string name)
    {
        var entry = Explanations[name];
        var explanation = EventPattern.Parse(Text(entry, "pattern")).Explain(Encoding.UTF8.GetBytes(Text(entry, "event")));
        Assert.Equal(entry.GetProperty("says").EnumerateArray().Select(line => line.GetString()), explanation.Split('\n'));
    }

    [Fact]
    public void It_agrees_with_every_case_of_the_language()
    {
        foreach (var entry in PatternCase.All.Where(entry => entry.Expected != "error"))
        {
            AssertAgrees(EventPattern.Parse(entry.Pattern), entry.Event, $"{entry.File}, {entry.Name}");
        }
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public void It_says_match_exactly_when_the_engine_does(int seed)
    {
        var random = new RandomPatterns(seed);
        for (var i = 0; i < PatternsARound; i++)
        {
            var (text, @event) = (random.Pattern(), random.Event());
            if (Given.Pattern(text) is { } pattern)
            {
                AssertAgrees(pattern, @event, $"seed {seed}, pattern {i}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public void Of_arrays_within_arrays_too(int seed)
    {
        var random = new RandomArrays(seed, isPlain: seed % 2 == 0);
        for (var i = 0; i < PatternsARound; i++)
        {
            AssertAgrees(EventPattern.Parse(random.Pattern()), random.Event(), $"seed {seed}, pattern {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public void The_condition_it_names_is_the_one_that_no_event_like_this_gets_past(int seed)
    {
        var random = new RandomPatterns(seed);
        for (var i = 0; i < PatternsARound; i++)
        {
            var (text, @event) = (random.Pattern(), random.Event());
            if (text.Contains("$or") || ReferenceMatcher.Decide(text, @event) != "no")
            {
                continue;
            }

            var mismatch = Assert.Single(Given.Reasons(text, @event).Mismatches);
            var conditions = new SortedDictionary<string, string>(StringComparer.Ordinal);
            Flatten(JsonElement.Parse(text), null, conditions);
            var before = conditions.TakeWhile(condition => condition.Key != mismatch.Path).ToList();
            var named = conditions.Where(condition => condition.Key == mismatch.Path).ToList();
            Assert.Single(named);
            var what = $"seed {seed}, pattern {i}: {mismatch}\n{text}\n{@event}";
            Assert.True(before.Count == 0 || ReferenceMatcher.Decide(Pattern(before), @event) == "match", what);
            Assert.True(ReferenceMatcher.Decide(Pattern([.. before, .. named]), @event) == "no", what);
            var alone = ReferenceMatcher.Decide(Pattern(named), @event);
            var expected = mismatch.Reason == MismatchReason.OtherElement ? "match" : "no";
            Assert.True(mismatch.Reason == MismatchReason.InTheWay || alone == expected, what);
        }

        static string Pattern(IEnumerable<KeyValuePair<string, string>> conditions) =>
            $"{{{string.Join(',', conditions.Select(condition => $"{JsonSerializer.Serialize(condition.Key)}:{condition.Value}"))}}}";
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Events_that_are_broken_somehow_are_explained_too(int seed)
    {
        var random = new Random(seed);
        var samples = new RandomPatterns(seed);
        var pattern = EventPattern.Parse(
            """{"a":[{"exists":false},"x"],"b":{"a":[7]},"$or":[{"z":["x"]},{"A":[{"anything-but":"x"}]}]}""");
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(samples.Event());
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            AssertAgrees(pattern, bytes, $"seed {seed}, event {i}");
        }
    }

    [Fact]
    public void Arrays_that_have_nothing_to_do_with_each_other_do_not_keep_it_busy()
    {
        var names = Enumerable.Range(0, 12).Select(i => $"k{i:00}").ToList();
        var fields = string.Join(',', names.Select(name => $"\"{name}\":{{\"p\":[1]}}"));
        var elements = string.Join(',', Enumerable.Repeat("{\"p\":1}", 100));
        var @event = $"{{{string.Join(',', names.Select(name => $"\"{name}\":[{elements}]"))},\"z\":[{{\"p\":1}},{{\"q\":1}}]}}";
        var mismatch = Assert.Single(Given.Reasons($"{{{fields},\"z\":{{\"p\":[1],\"q\":[1]}}}}", @event).Mismatches);
        Assert.Equal((MismatchReason.OtherElement, "/z"), (mismatch.Reason, mismatch.Array));
    }

    [Fact(Skip = "It takes seconds.", SkipType = typeof(Seeds), SkipWhen = nameof(Seeds.AreFew))]
    public void A_large_array_whose_elements_all_nearly_match_is_searched_in_one_go()
    {
        var elements = string.Join(',', Enumerable.Repeat("{\"p\":1,\"r\":1},{\"q\":1,\"r\":1}", 20_000));
        var explanation = Given.Reasons("""{"rows":{"p":[1],"q":[1],"r":[1]}}""", $"{{\"rows\":[{elements}]}}");
        var mismatch = Assert.Single(explanation.Mismatches);
        Assert.Equal((MismatchReason.OtherElement, "/rows/q", 20_000), (mismatch.Reason, mismatch.Pointer, mismatch.SeenCount));
    }

    [Theory]
    [InlineData("""{"p":[1],"q":[1],"r":[1]}""", """{"p":1,"r":1},{"q":1,"r":1}""", """{"p":1,"q":1,"r":1}""")]
    [InlineData("""{"id":[7],"zip":[{"exists":false}]}""", """{"id":7,"zip":1},{"id":7,"zip":[2]}""", """{"id":7}""")]
    [InlineData("""{"a":[1],"b":{"x":[1],"y":[1]}}""", """{"a":1,"b":[{"x":1},{"y":1}]}""", """{"a":1,"b":[{"x":1},{"x":1,"y":1}]}""")]
    public void A_long_search_ends_at_the_one_element_that_has_it_all(string row, string near, string whole)
    {
        var rows = string.Join(',', Enumerable.Repeat(near, 1_500).Append(whole));
        AssertAgrees(EventPattern.Parse($$"""{"rows":{{row}}}"""), $$"""{"rows":[{{rows}}]}""", whole);
        Assert.True(Given.Reasons($$"""{"rows":{{row}}}""", $$"""{"rows":[{{rows}}]}""").Matches);
    }

    [Theory]
    [InlineData("""{"p":1}""", null, "The event does not match. At some condition: it takes too many steps to say which.")]
    [InlineData("""{"p":1,"q":1}""", true, "The event matches.")]
    public void A_search_that_is_given_up_names_no_condition(string last, bool? expected, string says)
    {
        var rows = string.Join(',', Enumerable.Repeat("""{"p":1}""", 51_000).Append(last));
        var explanation = Given.Reasons("""{"rows":{"p":[1],"q":[1]}}""", $$"""{"rows":[{{rows}},{"q":1}]}""");
        Assert.Equal((expected, says), (explanation.Matches, explanation.ToString()));
        Assert.All(explanation.Mismatches, mismatch => Assert.Equal(("", ""), (mismatch.Pointer, mismatch.Path)));
    }

    [Fact(Skip = "It takes seconds.", SkipType = typeof(Seeds), SkipWhen = nameof(Seeds.AreFew))]
    public void A_search_without_end_is_given_up_and_the_engine_has_the_last_word()
    {
        var random = new Random(1);
        var arrays = string.Join(',', Enumerable.Range(0, 20)
            .Select(_ => $"\"r\":[{string.Join(',', Enumerable.Range(0, 3).Select(Element))}]"));
        var pattern = EventPattern.Parse($"{{\"r\":{{{string.Join(',', Enumerable.Range(0, 60).Select(i => $"\"k{i}\":[1]"))}}}}}");
        AssertAgrees(pattern, $"{{{arrays}}}", "hard");

        string Element(int index) =>
            $"{{{string.Join(',', Enumerable.Range(0, 6).Select(_ => $"\"k{random.Next(60)}\":1"))},\"i\":{index}}}";
    }

    private static void Flatten(JsonElement members, string? before, SortedDictionary<string, string> conditions)
    {
        foreach (var member in members.EnumerateObject())
        {
            var path = before is null ? member.Name : $"{before}.{member.Name}";
            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                Flatten(member.Value, path, conditions);
            }
            else
            {
                conditions[path] = member.Value.GetRawText();
            }
        }
    }

    private static void AssertAgrees(EventPattern pattern, string @event, string what) =>
        AssertAgrees(pattern, Encoding.UTF8.GetBytes(@event), what);

    private static void AssertAgrees(EventPattern pattern, byte[] @event, string what)
    {
        var explanation = pattern.Reasons(@event);
        var matches = pattern.Matches(@event);
        Assert.True(matches == (explanation.Matches == true), $"{what}: {explanation}\n{pattern}\n{Encoding.UTF8.GetString(@event)}");
        var isSound = CheckedEvent.TryCheck(@event, out _) == MatchOutcome.NoMatch;
        Assert.Equal(isSound, explanation.Problem is null);
        Assert.Equal(isSound && !matches, explanation.Mismatches.Count > 0);
        Assert.All(explanation.Mismatches, mismatch =>
            Assert.True(mismatch.SeenCount > 0 || mismatch.Reason is MismatchReason.Missing or MismatchReason.TooComplex, what));
    }

    private static string Text(JsonElement entry, string member) =>
        entry.GetProperty(member) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : entry.GetProperty(member).GetRawText();
}
