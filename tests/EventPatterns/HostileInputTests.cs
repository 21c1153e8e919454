using System.Text;

namespace Waybill.EventPatterns.Tests;

/// <summary>Nothing an event or a pattern holds makes the engine throw anything unexpected, or run on and on.</summary>
public sealed class HostileInputTests
{
    private static readonly int Inputs = Seeds.AreFew ? 200 : 2_000;

    private static readonly RuleSet Rules = RuleSet.Build(
    [
        new("exact", EventPattern.Parse("""{"a":["x"]}""")),
        new("nested", EventPattern.Parse("""{"a":{"b":{"c":[{"numeric":[">",1]}]}},"z":[{"exists":false}]}""")),
        new("wild", EventPattern.Parse("""{"a":[{"wildcard":"*x*y*"},{"anything-but":["x"]}],"b":[{"exists":true}]}""")),
    ]);

    public static TheoryData<int> Rounds => Seeds.UpTo(4);

    public static TheoryData<string, string> Malformed => new()
    {
        { "nothing", "" },
        { "space", "  \n" },
        { "NUL", "\0" },
        { "NUL after the event", "{}\0" },
        { "NUL in a string", "{\"a\":\"\0\"}" },
        { "half an event", "{\"a\":[1,2" },
        { "half a string", "{\"a\":\"x" },
        { "half an escape", "{\"a\":\"\\u12" },
        { "half a key", "{\"a" },
        { "a comma too many", "{\"a\":1,}" },
        { "no quotes", "{a:1}" },
        { "two events", "{}{}" },
        { "text after the event", "{} x" },
        { "a comment", "{}//" },
        { "a byte order mark", "\uFEFF{}" },
        { "NaN", "{\"q\":NaN}" },
        { "leading zero", "{\"q\":01}" },
        { "half an array at the top", "[1" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_malformed_event_is_an_outcome(string what, string @event)
    {
        Assert.NotNull(what);
        Assert.Equal(MatchOutcome.Malformed, Outcome(Encoding.UTF8.GetBytes(@event)));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[{\"a\":\"x\"}]")]
    [InlineData("\"a\"")]
    [InlineData("1")]
    [InlineData("null")]
    public void An_event_that_is_not_an_object_is_an_outcome(string @event) =>
        Assert.Equal(MatchOutcome.NotAnObject, Outcome(Encoding.UTF8.GetBytes(@event)));

    [Theory]
    [InlineData(new byte[] { 0x7B, 0x22, 0x61, 0x22, 0x3A, 0x22, 0xC3, 0x22, 0x7D })] // half a character
    [InlineData(new byte[] { 0x7B, 0x22, 0x61, 0x22, 0x3A, 0x22, 0xED, 0xA0, 0x80, 0x22, 0x7D })] // a surrogate
    [InlineData(new byte[] { 0x7B, 0x22, 0x61, 0x22, 0x3A, 0x22, 0xC0, 0x80, 0x22, 0x7D })] // overlong
    [InlineData(new byte[] { 0xFF })]
    public void An_event_that_is_not_UTF8_is_malformed(byte[] @event) => Assert.Equal(MatchOutcome.Malformed, Outcome(@event));

    [Theory]
    [InlineData(200, MatchOutcome.NoMatch)]
    [InlineData(999, MatchOutcome.NoMatch)]
    [InlineData(1000, MatchOutcome.Malformed)]
    [InlineData(200_000, MatchOutcome.Malformed)]
    public void Nesting_is_followed_to_a_thousand_levels(int levels, MatchOutcome expected)
    {
        var objects = string.Concat(Enumerable.Repeat("{\"q\":", levels));
        Assert.Equal(expected, Outcome(Encoding.UTF8.GetBytes($"{{\"a\":{new string('[', levels)}{new string(']', levels)}}}")));
        Assert.Equal(expected, Outcome(Encoding.UTF8.GetBytes($"{{\"q\":{new string('[', levels)}{new string(']', levels)}}}")));
        Assert.Equal(expected, Outcome(Encoding.UTF8.GetBytes($"{{\"q\":{objects}0{new string('}', levels)}}}")));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    [InlineData(200_000, false)]
    public void A_pattern_may_be_nested_as_deep(int levels, bool valid)
    {
        var objects = string.Concat(Enumerable.Repeat("{\"a\":", levels - 1));
        var pattern = $"{objects}[1]{new string('}', levels - 1)}";
        Assert.Equal(valid, Record.Exception(() => EventPattern.Parse(pattern)) is null);
    }

    [Fact]
    public void A_number_is_at_most_a_thousand_characters_long()
    {
        Assert.Equal(MatchOutcome.NoMatch, Outcome(Encoding.UTF8.GetBytes($"{{\"q\":{new string('1', 1000)}}}")));
        Assert.Equal(MatchOutcome.Malformed, Outcome(Encoding.UTF8.GetBytes($"{{\"q\":{new string('1', 1001)}}}")));
        Assert.Equal(MatchOutcome.Malformed, Outcome(Encoding.UTF8.GetBytes($"{{\"a\":[{new string('1', 1001)}]}}")));
    }

    [Fact]
    public void An_event_of_one_megabyte_is_matched_and_one_of_three_is_not()
    {
        var text = new string('q', 1_048_576);
        Assert.Equal(MatchOutcome.Matched, Outcome(Encoding.UTF8.GetBytes($"{{\"p\":\"{text}\",\"a\":\"x\"}}")));
        Assert.Equal(MatchOutcome.TooLarge, Outcome(Encoding.UTF8.GetBytes($"{{\"p\":\"{text}{text}{text}\",\"a\":\"x\"}}")));
    }

    [Fact]
    public void An_event_of_two_mebibytes_is_not_too_large_and_one_byte_more_is()
    {
        var @event = Encoding.UTF8.GetBytes($"{{\"a\":\"x\"{new string(' ', (2 * 1024 * 1024) - 8)}}}");
        Assert.Equal(MatchOutcome.TooLarge, Outcome(@event));
        Assert.Equal(MatchOutcome.Matched, Outcome([.. @event.AsSpan(0, @event.Length - 2), (byte)'}']));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Conditions_on_arrays_that_have_nothing_to_do_with_each_other_are_not_tried_in_all_combinations(int arraysOfAName)
    {
        var names = Enumerable.Range(0, 12).Select(i => $"k{i:00}").ToList();
        var pattern = $"{{{string.Join(',', names.Select(name => $"\"{name}\":{{\"p\":[1]}}"))},\"z\":{{\"p\":[1],\"q\":[1]}}}}";
        var elements = string.Join(',', Enumerable.Repeat("{\"p\":1}", 100));
        var arrays = names.SelectMany(name => Enumerable.Repeat($"\"{name}\":[{elements}]", arraysOfAName));
        var @event = $"{{{string.Join(',', arrays)},\"z\":[{{\"p\":1}},{{\"q\":1}}]}}";
        Assert.Equal(MatchOutcome.NoMatch, Outcome(EventPattern.Parse(pattern), @event));
    }

    [Fact]
    public void Neither_does_it_matter_that_something_must_be_absent_in_another_array()
    {
        var pattern = EventPattern.Parse("""{"k":{"a":[1]},"m":{"a":[1]},"n":{"a":[1]},"z":{"a":[1],"z":[{"exists":false}]}}""");
        var elements = string.Join(',', Enumerable.Repeat("{\"a\":1,\"z\":1}", 200));
        var arrays = string.Join(',', "kkmmnnz".Select(name => $"\"{name}\":[{elements}]"));
        Assert.Equal(MatchOutcome.NoMatch, Outcome(pattern, $"{{{arrays}}}"));
    }

    [Fact]
    public void Elements_that_lie_in_hundreds_of_arrays_are_decided()
    {
        var elements = string.Join(',', Enumerable.Repeat("{\"p\":1,\"q\":[[1]]},{\"r\":1}", 2_000));
        var pattern = EventPattern.Parse("""{"rows":{"p":[1],"q":[1],"r":[1]}}""");
        var @event = $"{{\"rows\":{new string('[', 900)}{elements}{new string(']', 900)}}}";
        Assert.Equal(MatchOutcome.NoMatch, RuleSet.Build([new("r", pattern)]).Match(Encoding.UTF8.GetBytes(@event), new MatchBuffer()));
    }

    [Fact(Skip = "It takes seconds.", SkipType = typeof(Seeds), SkipWhen = nameof(Seeds.AreFew))]
    public void A_large_array_whose_elements_all_nearly_match_is_searched_in_one_go()
    {
        var elements = string.Join(',', Enumerable.Repeat("{\"p\":1,\"r\":1},{\"q\":1,\"r\":1}", 20_000));
        var pattern = EventPattern.Parse("""{"rows":{"p":[1],"q":[1],"r":[1]}}""");
        Assert.Equal(MatchOutcome.NoMatch, Outcome(pattern, $"{{\"rows\":[{elements}]}}"));
    }

    [Fact(Skip = "It takes seconds.", SkipType = typeof(Seeds), SkipWhen = nameof(Seeds.AreFew))]
    public void A_path_spread_over_many_arrays_is_given_up_on_rather_than_searched_for_ever()
    {
        // Each key of the pattern has leaves in twenty arrays of its own name, which is what makes the search hard.
        var random = new Random(1);
        var arrays = string.Join(
            ',', Enumerable.Range(0, 20).Select(_ => $"\"r\":[{string.Join(',', Enumerable.Range(0, 3).Select(Element))}]"));
        var pattern = EventPattern.Parse($"{{\"r\":{{{string.Join(',', Enumerable.Range(0, 60).Select(i => $"\"k{i}\":[1]"))}}}}}");
        var rules = RuleSet.Build([new("r", pattern), new("easy", EventPattern.Parse("""{"r":{"i":[0]}}"""))]);
        var buffer = new MatchBuffer();
        Assert.Equal((MatchOutcome.TooComplex, 0), (rules.Match(Encoding.UTF8.GetBytes($"{{{arrays}}}"), buffer), buffer.Count));

        string Element(int index) =>
            $"{{{string.Join(',', Enumerable.Range(0, 6).Select(_ => $"\"k{random.Next(60)}\":1"))},\"i\":{index}}}";
    }

    [Theory]
    [InlineData(3, MatchOutcome.NoMatch)]
    [InlineData(300, MatchOutcome.TooComplex)]
    public void When_any_of_many_arrays_of_one_name_may_be_settled_on_that_is_tried_as_long_as_there_are_few(
        int arrays, MatchOutcome expected)
    {
        var pattern = EventPattern.Parse("""{"r":{"a":[1],"b":[1],"c":[1],"d":[1],"z":[{"exists":false}]}}""");
        var repeated = string.Join(',', Enumerable.Repeat("""
            "r":[{"a":1},{"b":1},{"c":1},{"d":1},{"z":1}]
            """, arrays));
        var buffer = new MatchBuffer();
        var rules = RuleSet.Build([new("r", pattern)]);
        Assert.Equal(expected, rules.Match(Encoding.UTF8.GetBytes($"{{{repeated},{repeated}}}"), buffer));
        Assert.Equal(MatchOutcome.Matched, rules.Match("""{"r":{"a":1,"b":1,"c":1,"d":1}}"""u8, buffer));
    }

    [Fact]
    public void A_rule_that_only_asks_for_absence_is_given_up_on_too()
    {
        const string OneOrNone = """[1,{"exists":false}]""";
        var pattern = EventPattern.Parse(
            $$$"""{"r":{"a":{{{OneOrNone}}},"b":{{{OneOrNone}}},"c":{{{OneOrNone}}},"d":{{{OneOrNone}}},"z":[{"exists":false}]}}""");
        var repeated = string.Join(',', Enumerable.Repeat("""
            "r":[{"a":1},{"b":1},{"c":1},{"d":1},{"z":1}]
            """, 300));
        Assert.Equal(MatchOutcome.TooComplex, Outcome(pattern, $"{{{repeated}}}"));
    }

    [Fact]
    public void Each_leaf_that_may_be_taken_allows_for_more_steps()
    {
        var elements = string.Join(',', Enumerable.Repeat("{\"p\":1}", 40_000));
        var rules = RuleSet.Build([new("r", EventPattern.Parse("""{"r":{"p":[1],"q":[1]}}"""))]);
        Assert.Equal(
            MatchOutcome.Matched,
            rules.Match(Encoding.UTF8.GetBytes($"{{\"r\":[{elements},{{\"p\":1,\"q\":1}}],\"r\":[{{\"p\":1}}]}}"), new MatchBuffer()));
    }

    [Theory]
    [InlineData("""{"b":1}""", MatchOutcome.NoMatch)]
    [InlineData("""{"a":1,"b":1}""", MatchOutcome.Matched)]
    public void More_conditions_than_a_word_has_bits_are_tried_out_too(string element, MatchOutcome expected)
    {
        var keys = Enumerable.Range(0, 70).Select(i => $"k{i:00}").ToList();
        var pattern = $"{{\"r\":{{{string.Join(',', keys.Select(key => $"\"{key}\":[1]"))}}},\"z\":{{\"a\":[1],\"b\":[1]}}}}";
        var ones = string.Join(',', keys.Select(key => $"\"{key}\":1"));
        var @event = $"{{\"r\":[{{{ones}}}],\"r\":[{{\"k00\":1}}],\"z\":[{{\"a\":1}},{element}]}}";
        Assert.Equal(expected, Outcome(EventPattern.Parse(pattern), @event));
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public void Random_bytes_and_mutated_JSON_are_outcomes(int seed)
    {
        var random = new Random(seed);
        var samples = new RandomPatterns(seed);
        for (var i = 0; i < Inputs; i++)
        {
            var bytes = i % 4 == 0 ? new byte[random.Next(40)] : Encoding.UTF8.GetBytes(samples.Event());
            if (i % 4 == 0)
            {
                random.NextBytes(bytes);
            }

            HostileInput.Mutate(bytes, random);
            var failure = Record.Exception(() => Outcome(bytes));
            Assert.True(failure is null, $"seed {seed}, event {i} ({Convert.ToHexString(bytes)}): {failure}");
        }
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public void Mutated_patterns_are_accepted_or_refused(int seed)
    {
        var random = new Random(seed);
        var samples = new RandomPatterns(seed);
        for (var i = 0; i < Inputs; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(samples.Pattern());
            HostileInput.Mutate(bytes, random);
            var failure = Record.Exception(() => EventPattern.Parse(bytes));
            Assert.True(
                failure is null or InvalidEventPatternException, $"seed {seed}, pattern {i} ({Encoding.UTF8.GetString(bytes)}): {failure}");
        }
    }

    private static MatchOutcome Outcome(byte[] @event) => Rules.Match(@event, new MatchBuffer());

    private static MatchOutcome Outcome(EventPattern pattern, string @event) =>
        RuleSet.Build([new("r", pattern)]).Match(Encoding.UTF8.GetBytes(@event), new MatchBuffer());
}
