using System.Text;
using System.Text.Json;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Questions;
using Waybill.EventPatterns.Tests.Reference;

namespace Waybill.EventPatterns.Tests;

/// <summary>Whether events exist: the cases of <c>overlaps.json</c>, and random patterns against all that a small world holds.</summary>
public sealed class QuestionTests
{
    private const int PairsARound = 30;

    private static readonly Dictionary<string, JsonElement> Overlaps = JsonElement
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "overlaps.json")))
        .EnumerateArray().ToDictionary(entry => entry.GetProperty("name").GetString()!);

    /// <summary>Events with nothing but a field <c>a</c>, of every scalar and of two texts put together.</summary>
    private static readonly byte[][] SmallEvents =
    [
        "{}"u8.ToArray(),
        .. RandomPatterns.Scalars.Select(scalar => Encoding.UTF8.GetBytes($"{{\"a\":{scalar}}}")),
        .. Texts.SelectMany(first => Texts.Select(second => Encoding.UTF8.GetBytes($"{{\"a\":{first[..^1]}{second[1..]}}}"))),
    ];

    public static TheoryData<string> Names => new(Overlaps.Keys);

    public static TheoryData<int> Rounds => Seeds.UpTo(40);

    private static IEnumerable<string> Texts => RandomPatterns.Scalars.Where(scalar => scalar[0] == '"');

    [Theory]
    [MemberData(nameof(Names))]
    public void A_question_is_answered_with_an_example(string name)
    {
        var entry = Overlaps[name];
        var first = EventPattern.Parse(entry.GetProperty("first").GetRawText());
        var second = entry.TryGetProperty("second", out var text) ? EventPattern.Parse(text.GetRawText()) : null;
        var possibility = second is null ? first.IsSatisfiable() : first.Overlaps(second);
        Assert.Equal(entry.GetProperty("answer").GetString(), possibility.Answer.ToString().ToLowerInvariant());
        AssertProven(possibility, first, second);
        if (entry.TryGetProperty("example", out var example))
        {
            Assert.True(Same(example.GetRawText(), possibility.Example!), possibility.Example);
        }

        Assert.Equal(possibility.Answer, (second ?? first).Overlaps(first).Answer);
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public void Conditions_overlap_exactly_when_some_value_satisfies_both(int seed)
    {
        var random = new RandomPatterns(seed);
        for (var i = 0; i < PairsARound; i++)
        {
            if (Given.Pattern(random.Condition()) is not { } first || Given.Pattern(random.Condition()) is not { } second)
            {
                continue;
            }

            var possibility = first.Overlaps(second);
            Assert.True(possibility.Answer != Answer.Unknown, $"seed {seed}: {first} {second}");
            AssertProven(possibility, first, second);
            if (possibility.Answer == Answer.No)
            {
                var common = Array.Find(SmallEvents, @event => first.Matches(@event) && second.Matches(@event));
                Assert.True(common is null, $"seed {seed}: {first} {second} {Encoding.UTF8.GetString(common ?? [])}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public void The_texts_of_a_condition_are_those_that_the_engine_takes(int seed)
    {
        var random = new RandomPatterns(seed);
        foreach (var condition in Enumerable.Range(0, PairsARound).Select(_ => Given.Pattern(random.Condition())).OfType<EventPattern>())
        {
            AssertSameTexts(
                condition, Texts.Select(text => JsonSerializer.Deserialize<string>(text)!).Where((_, i) => (i + seed) % 4 == 0));
        }
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public void The_spellings_of_a_block_are_those_that_the_engine_takes(int seed)
    {
        var random = new RandomPatterns(seed);
        for (var i = 0; i < PairsARound / 2; i++)
        {
            var spellings = Enumerable.Range(0, 5).Select(_ => random.Address()).ToList();
            AssertSameTexts(EventPattern.Parse($$"""{"a":[{"cidr":"{{random.Block()}}"}]}"""), spellings);
            AssertSameTexts(EventPattern.Parse($$"""{"a":["{{spellings[0]}}"]}"""), spellings);
        }
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public void A_pattern_is_satisfiable_exactly_when_some_event_matches(int seed)
    {
        var random = new RandomPatterns(seed);
        var patterns = Enumerable.Range(0, PairsARound).Select(_ => Given.Pattern(random.Pattern())).OfType<EventPattern>().ToList();
        var events = Enumerable.Range(0, 200).Select(_ => Encoding.UTF8.GetBytes(random.Event())).ToList();
        foreach (var pattern in patterns)
        {
            var possibility = pattern.IsSatisfiable();
            Assert.True(possibility.Answer != Answer.Unknown, $"seed {seed}: {pattern}");
            AssertProven(possibility, pattern, null);
            Assert.True(possibility.Answer == Answer.Yes || !events.Exists(@event => pattern.Matches(@event)), $"seed {seed}: {pattern}");
        }

        // An example of one pattern has one value a field, and is a common event with whatever else it happens to match.
        foreach (var example in patterns.Select(pattern => pattern.IsSatisfiable().Example).OfType<string>().Select(Encoding.UTF8.GetBytes))
        {
            var matching = patterns.Where(pattern => pattern.Matches(example)).ToList();
            Assert.All(matching, pattern => Assert.Equal(Answer.Yes, matching[0].Overlaps(pattern).Answer));
        }
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public void Patterns_that_overlap_come_with_an_event_that_the_reference_evaluator_matches(int seed)
    {
        var random = new RandomPatterns(seed);
        var patterns = Enumerable.Range(0, PairsARound).Select(_ => Given.Pattern(random.Pattern())).OfType<EventPattern>().ToList();
        foreach (var (first, second) in patterns.Zip(patterns.Skip(1)))
        {
            var possibility = first.Overlaps(second);
            AssertProven(possibility, first, second);
            Assert.Equal(possibility.Answer, second.Overlaps(first).Answer);
        }
    }

    [Fact(Skip = "It takes seconds.", SkipType = typeof(Seeds), SkipWhen = nameof(Seeds.AreFew))]
    public void More_choices_of_branches_than_can_be_tried_are_not_guessed_about()
    {
        var first = EventPattern.Parse($"{{\"$or\":[{string.Join(',', Enumerable.Range(0, 500).Select(i => $"{{\"a\":[{i}]}}"))}]}}");
        var second = EventPattern.Parse($"{{\"$or\":[{string.Join(',', Enumerable.Range(500, 500).Select(i => $"{{\"a\":[{i}]}}"))}]}}");
        Assert.Equal(Answer.Unknown, first.Overlaps(second).Answer);
        Assert.Equal(Answer.No, first.Overlaps(EventPattern.Parse("""{"a":[1000]}""")).Answer);
    }

    [Fact(Skip = "It takes seconds.", SkipType = typeof(Seeds), SkipWhen = nameof(Seeds.AreFew))]
    public void All_addresses_of_one_family_are_none_of_the_other()
    {
        var (v4, v6) = (EventPattern.Parse("""{"a":[{"cidr":"0.0.0.0/0"}]}"""), EventPattern.Parse("""{"a":[{"cidr":"::/0"}]}"""));
        Assert.Equal((Answer.No, Answer.No), (v4.Overlaps(v6).Answer, v6.Overlaps(v4).Answer));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(2_000)]
    public void A_path_of_many_steps_is_within_reach(int steps)
    {
        var pattern = EventPattern.Parse($"{{\"{string.Join('.', Enumerable.Repeat("a", steps))}\":[1]}}");
        AssertProven(pattern.IsSatisfiable(), pattern, null);
        Assert.Equal(Answer.Yes, pattern.IsSatisfiable().Answer);
    }

    [Fact]
    public void Operands_longer_than_can_be_searched_are_not_guessed_about()
    {
        var first = EventPattern.Parse($$"""{"a":[{"prefix":"{{new string('x', 120_000)}}"}]}""");
        Assert.Equal(Answer.Unknown, first.Overlaps(EventPattern.Parse("""{"a":[{"suffix":"y"}]}""")).Answer);
        Assert.Equal(Answer.Unknown, first.Overlaps(EventPattern.Parse("""{"b":[1]}""")).Answer);
        Assert.Equal(Answer.No, first.Overlaps(EventPattern.Parse("""{"a":["y"]}""")).Answer);
    }

    [Fact]
    public void Long_operands_are_searched_as_long_as_there_are_few()
    {
        var branch = $$"""{"a":[{"prefix":"{{new string('x', 70_000)}}"}]}""";
        var other = EventPattern.Parse("""{"a":[{"anything-but":{"prefix":"x"}}]}""");
        Assert.Equal(Answer.No, EventPattern.Parse(branch).Overlaps(other).Answer);
        Assert.Equal(Answer.Unknown, EventPattern.Parse($$"""{"$or":[{{branch}},{{branch}},{{branch}}]}""").Overlaps(other).Answer);
    }

    [Fact]
    public void A_branch_that_is_ruled_out_does_not_rule_out_another_that_is_too_long_to_search()
    {
        var first = EventPattern.Parse($$"""{"$or":[{"a":[{"prefix":"{{new string('x', 120_000)}}"}]},{"a":["x"]}]}""");
        Assert.Equal(Answer.Unknown, first.Overlaps(EventPattern.Parse("""{"a":[{"suffix":"y"}]}""")).Answer);
    }

    [Fact]
    public void An_example_is_never_too_large_to_be_an_event()
    {
        var text = new string('x', EventCheck.MaxBytes / 2);
        var pattern = EventPattern.Parse($$"""{"a":["{{text}}"],"b":["{{text}}"]}""");
        Assert.Equal(new Possibility(Answer.Unknown), pattern.IsSatisfiable());
    }

    [Fact]
    public void An_example_has_characters_as_they_are() =>
        Assert.Equal("""{"a":"é😀"}""", EventPattern.Parse("""{"a":["\u00e9\ud83d\ude00"]}""").IsSatisfiable().Example);

    [Fact]
    public void Hundreds_of_addresses_are_within_reach()
    {
        var addresses = string.Join(',', Enumerable.Range(100, 150).Select(i => $"\"10.250.250.{i}\""));
        var pattern = EventPattern.Parse($$"""{"a":[{{addresses}}]}""");
        Assert.Equal(Answer.Yes, pattern.Overlaps(EventPattern.Parse("""{"a":[{"wildcard":"10.250.250.0249"}]}""")).Answer);
        Assert.Equal(Answer.No, pattern.Overlaps(EventPattern.Parse("""{"a":[{"wildcard":"10.250.250.0250"}]}""")).Answer);
    }

    /// <summary>A wildcard without a star is a text that is looked for like any other, not among those that are named.</summary>
    private static void AssertSameTexts(EventPattern condition, IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            var literal = JsonSerializer.Serialize(text.Replace("\\", "\\\\").Replace("*", "\\*"));
            var expected = condition.Matches(Encoding.UTF8.GetBytes($"{{\"a\":{JsonSerializer.Serialize(text)}}}"));
            var answer = condition.Overlaps(EventPattern.Parse($$"""{"a":[{"wildcard":{{literal}}}]}""")).Answer;
            Assert.True(answer == (expected ? Answer.Yes : Answer.No), $"{condition} {text}: {answer}");
        }
    }

    private static void AssertProven(Possibility possibility, EventPattern first, EventPattern? second)
    {
        Assert.Equal(possibility.Answer == Answer.Yes, possibility.Example is not null);
        if (possibility.Example is { } example)
        {
            Assert.Equal("match", ReferenceMatcher.Decide(first.ToString(), example));
            Assert.Equal("match", ReferenceMatcher.Decide((second ?? first).ToString(), example));
        }
    }

    /// <summary>Compared as the reference parser reads it, for the framework's refuses half a surrogate pair.</summary>
    private static bool Same(string expected, string actual) =>
        Plain(Json.Read(expected, ignoreRest: false)) == Plain(Json.Read(actual, ignoreRest: false));

    private static string Plain(object? value)
    {
        if (value is not JsonObject members)
        {
            return $"{value?.GetType().Name} {value}";
        }

        var sorted = members.OrderBy(member => member.Key, StringComparer.Ordinal);
        return $"{{{string.Join(',', sorted.Select(member => $"{member.Key}:{Plain(member.Value)}"))}}}";
    }
}
