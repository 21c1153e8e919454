using System.Text;
using Waybill.EventPatterns.Explaining;

namespace Waybill.EventPatterns.Tests;

/// <summary>However large and deep an event is, and however long its texts, what <c>Explain</c> says of it is for a person to read.</summary>
public sealed class ExplanationLimitsTests
{
    [Theory]
    [InlineData(999, MatchOutcome.Matched)]
    [InlineData(1000, MatchOutcome.Malformed)]
    public void Depth_is_no_trouble(int arrays, MatchOutcome expected)
    {
        var @event = Encoding.UTF8.GetBytes($"{{\"a\":{new string('[', arrays)}1{new string(']', arrays)}}}");
        Assert.Equal(expected, EventPattern.Parse("""{"a":[1]}""").Explain(@event).Outcome);
        var no = EventPattern.Parse("""{"a":[2]}""").Explain(@event);
        Assert.True(no.ToString().Length < 1_000);
    }

    [Fact]
    public void Numbers_and_events_that_are_too_long_are_named()
    {
        var pattern = EventPattern.Parse("""{"a":[1]}""");
        Assert.Equal("The event has a number of 1001 characters; 1000 are allowed.", pattern.Explain(Encoding.UTF8.GetBytes($"{{\"a\":[{new string('1', 1001)}]}}")).Problem);
        var large = pattern.Explain(new byte[RuleSet.MaxEventBytes + 1]);
        Assert.Equal((MatchOutcome.TooLarge, "The event has 2097153 bytes; at most 2097152 are looked at."), (large.Outcome, large.Problem));
        Assert.Equal((MatchOutcome.Malformed, "The event is not UTF-8."), (pattern.Explain([0xFF]).Outcome, pattern.Explain([0xFF]).Problem));
    }

    [Theory]
    [InlineData(198, "")]
    [InlineData(199, "… (201 characters)")]
    public void A_value_is_quoted_to_200_characters(int length, string rest)
    {
        var seen = Assert.Single(Assert.Single(Explain("""{"a":[1]}""", $"{{\"a\":\"{new string('x', length)}\"}}").Mismatches).Seen);
        Assert.Equal($"\"{new string('x', 198)}{(rest.Length == 0 ? "\"" : "x")}{rest}", seen.Json);
    }

    [Fact]
    public void A_quoted_value_does_not_end_in_half_a_character()
    {
        var seen = Assert.Single(Assert.Single(Explain("""{"a":[1]}""", $"{{\"a\":\"{new string('x', 198)}😀\"}}").Mismatches).Seen);
        Assert.StartsWith($"\"{new string('x', 198)}… (", seen.Json);
    }

    [Fact]
    public void The_end_of_a_long_way_is_shown()
    {
        var pointer = Assert.Single(Assert.Single(Explain("""{"a":[1]}""", $"{{\"a\":{new string('[', 200)}2{new string(']', 200)}}}").Mismatches).Seen).Pointer;
        Assert.Equal("…" + string.Concat(Enumerable.Repeat("/0", 150)), pointer);
        pointer = Assert.Single(Assert.Single(Explain("""{"a":[1]}""", $"{{\"a\":{new string('[', 149)}2{new string(']', 149)}}}").Mismatches).Seen).Pointer;
        Assert.Equal("/a" + string.Concat(Enumerable.Repeat("/0", 149)), pointer);
    }

    [Fact]
    public void Twenty_reasons_are_given_and_the_others_counted()
    {
        Assert.EndsWith("\n20: at /$or/19/k19: expected 1; the event has no k19.", Explain(Alternatives(20), "{}").ToString());
        Assert.EndsWith("\n20: at /$or/19/k19: expected 1; the event has no k19.\nAnd so on, for 2 more reasons.", Explain(Alternatives(22), "{}").ToString());
        Assert.EndsWith($"\n{string.Join(", ", Enumerable.Range(2, 20))}: at /z: expected 1; the event has no z.", Shared(21).ToString());
        Assert.EndsWith($"\n{string.Join(", ", Enumerable.Range(2, 20))} and 1 more: at /z: expected 1; the event has no z.", Shared(22).ToString());
        Assert.Equal(3, Shared(22).ToString().Split('\n').Length);

        static Explanation Shared(int count) =>
            Explain($"{{\"z\":[1],{Alternatives(count)[1..^1]}}}", $"{{{string.Join(',', Enumerable.Range(1, count - 1).Select(i => $"\"k{i}\":1"))}}}");

        static string Alternatives(int count) => $"{{\"$or\":[{string.Join(',', Enumerable.Range(0, count).Select(i => $"{{\"k{i}\":[1]}}"))}]}}";
    }

    [Fact]
    public void An_event_as_large_and_a_number_as_long_as_can_be_are_explained()
    {
        var head = $"{{\"a\":{new string('1', 1000)},\"b\":\"";
        var explanation = Explain("""{"a":[1]}""", head + new string('x', RuleSet.MaxEventBytes - head.Length - 2) + "\"}");
        Assert.Equal((MatchOutcome.NoMatch, null), (explanation.Outcome, explanation.Problem));
        Assert.Equal(MismatchReason.Different, Assert.Single(explanation.Mismatches).Reason);
    }

    [Fact]
    public void Of_two_numbers_that_are_too_long_the_first_is_named() => Assert.Equal(
        "The event has a number of 1001 characters; 1000 are allowed.",
        Explain("""{"a":[1]}""", $"{{\"a\":{new string('1', 1001)},\"b\":{new string('1', 1002)}}}").Problem);

    [Fact]
    public void What_it_quotes_is_cut_to_what_a_person_reads()
    {
        var text = string.Concat(Enumerable.Repeat("😀", 50_000));
        var pattern = EventPattern.Parse($$"""{"{{text}}":["{{text}}"]}""");
        foreach (var @event in new[] { "{}", $$"""{"{{text}}":["{{text}}x",{}]}""", $$"""{ "{{text}}": {} }""" })
        {
            Assert.InRange(pattern.Explain(Encoding.UTF8.GetBytes(@event)).ToString().Length, 10, 1_500);
        }
    }

    private static Explanation Explain(string pattern, string @event) => EventPattern.Parse(pattern).Explain(Encoding.UTF8.GetBytes(@event));
}
