using System.Text;

namespace Waybill.EventPatterns.Tests;

/// <summary>What matching events against a set says, whatever its buffer was used for before.</summary>
public sealed class RuleSetTests
{
    [Fact]
    public void A_rule_of_which_several_alternatives_match_is_named_once()
    {
        var set = RuleSet.Build(
        [
            new("none", EventPattern.Parse("""{"c":[1]}""")),
            new("both", EventPattern.Parse("""{"$or":[{"a":[1]},{"b":[1]}]}""")),
            new("also", EventPattern.Parse("""{"$or":[{"a":[1]},{"b":[1,2]},{"d":[1]}]}""")),
        ]);

        Assert.Equal(["both", "also"], set.Match("""{"a":1,"b":1,"d":1}"""u8));
    }

    [Fact]
    public void Two_rules_with_one_id_are_refused()
    {
        var pattern = EventPattern.Parse("""{"a":["x"]}""");

        var refusal = Assert.Throws<ArgumentException>(() => RuleSet.Build([new("same", pattern), new("same", pattern)]));

        Assert.Contains("'same'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void There_has_to_be_a_buffer_to_write_to()
    {
        var set = RuleSet.Build([]);

        Assert.Equal("matches", Assert.Throws<ArgumentNullException>(() => set.Match(Given.Event("{}"), null!)).ParamName);
    }

    [Fact]
    public void Outcomes_without_a_match_leave_no_ids_of_an_earlier_event()
    {
        var set = RuleSet.Build([new("rule", EventPattern.Parse("""{"a":["x"]}"""))]);
        var buffer = new MatchBuffer();

        Assert.Equal((MatchOutcome.Matched, 1), (set.Match("""{"a":"x"}"""u8, buffer), buffer.Count));
        Assert.Equal((MatchOutcome.Malformed, 0), (set.Match("{"u8, buffer), buffer.Count));
        Assert.Equal((MatchOutcome.Matched, 1), (set.Match(Given.Event("""{"a":"x"}"""), buffer), buffer.Count));
        Assert.Equal((MatchOutcome.Malformed, 0), (set.Match(default(CheckedEvent), buffer), buffer.Count));
        Assert.Equal(
            (MatchOutcome.Matched, 1),
            (set.With("recent", EventPattern.Parse("""{"a":["y"]}""")).Match("""{"a":"y"}"""u8, buffer), buffer.Count));
        Assert.Equal((MatchOutcome.NoMatch, 0), (set.Match(Given.Event("""{"a":"y"}"""), buffer), buffer.Count));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(10_000)]
    public void A_new_buffer_has_room_for_a_text_with_escapes_of_any_length(int length)
    {
        var text = $"{new string('x', length)}\\n";
        var set = RuleSet.Build([new("rule", EventPattern.Parse("""{"a":[{"suffix":"x\n"}]}"""))]);

        Assert.Equal(
            MatchOutcome.Matched, set.Match(Encoding.UTF8.GetBytes($"{{\"a\":[\"{text}\",\"{text}{text}\"]}}"), new MatchBuffer()));
    }

    [Fact]
    public void A_long_text_written_with_escapes_is_the_same_text()
    {
        var set = RuleSet.Build([new("rule", EventPattern.Parse("""{"a":["more than sixteen bytes"]}"""))]);

        Assert.Equal(["rule"], set.Match("""{"a":"\u006dore than sixteen bytes"}"""u8));
        Assert.Equal(["rule"], set.Match("""{"a":["more than sixteen\tbytes","more than sixteen\u0020bytes"]}"""u8));
    }

    [Fact]
    public void Of_a_text_that_has_no_key_nothing_is_left_over_from_the_one_before()
    {
        var set = RuleSet.Build([new("rule", EventPattern.Parse("""{"a":[{"equals-ignore-case":"abcde"}]}"""))]);
        var buffer = new MatchBuffer();

        Assert.Equal(MatchOutcome.Matched, set.Match("""{"a":"ABCDE"}"""u8, buffer));
        Assert.Equal(MatchOutcome.NoMatch, set.Match("""{"a":"ABCé"}"""u8, buffer));
    }

    [Fact]
    public void One_buffer_serves_events_of_any_size_and_sets_in_turn()
    {
        var inner = RuleSet.Build([new("inner", EventPattern.Parse("""{"r":{"a":[1],"s":{"b":[1],"c":[1]}}}"""))]);
        var absent = RuleSet.Build(
        [
            new("absent", EventPattern.Parse("""{"r":{"a":[1],"s":{"z":[{"exists":false}]}},"x":{"y":[1]}}""")),
            new("present", EventPattern.Parse("""{"x":{"y":[1]},"r":{"s":{"z":[{"exists":true}]}}}""")),
        ]);
        var buffer = new MatchBuffer();
        foreach (var size in new[] { 1, 3, 20, 63, 64, 5, 300, 1_000, 2 })
        {
            var others = string.Concat(Enumerable.Repeat("""{"a":1,"s":[{"b":1,"z":1},{"c":1,"z":1}]},""", size));
            AssertMatches([], inner, $$$"""{"r":[{{{others}}}{"a":1}],"x":{"y":1}}""");
            AssertMatches(["inner"], inner, $$$"""{"r":[{{{others}}}{"a":1,"s":[{"z":1},{"b":1,"c":1}]}],"x":{"y":1}}""");
            AssertMatches(["present"], absent, $$$"""{"r":[{{{others}}}{"s":1}],"x":[{"y":2},{"y":1}]}""");
            AssertMatches(["absent", "present"], absent, $$$"""{"r":[{{{others}}}{"a":1,"s":{}}],"x":[{"y":1}]}""");
            AssertMatches(["absent"], absent, """{"r":[{"a":1}],"x":[{"y":1}]}""");
            AssertMatches(["inner"], inner, $$$"""{"r":[{{{others}}}{"b":1}],"x":{"y":1},"r":{"s":[{"b":1},{"c":1,"b":1}]}}""");
        }

        void AssertMatches(string[] expected, RuleSet set, string @event)
        {
            set.Match(Encoding.UTF8.GetBytes(@event), buffer);
            Assert.Equal(expected, buffer.RuleIds.ToArray());
        }
    }
}
