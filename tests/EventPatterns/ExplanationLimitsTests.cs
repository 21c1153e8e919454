using System.Text;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Explaining;

namespace Waybill.EventPatterns.Tests;

/// <summary>
/// However large and deep an event is and however long its texts, what <c>Explain</c> says of it is for a person to read.
/// </summary>
public sealed class ExplanationLimitsTests
{
    [Theory]
    [InlineData(999, "The event matches.")]
    [InlineData(1000, "The event is not JSON, or is nested deeper than 1000 levels: ")]
    public void Depth_is_no_trouble(int arrays, string expected)
    {
        var @event = $"{{\"a\":{new string('[', arrays)}1{new string(']', arrays)}}}";
        Assert.StartsWith(expected, Explain("""{"a":[1]}""", @event));
        Assert.True(Explain("""{"a":[2]}""", @event).Length < 1_000);
    }

    [Fact]
    public void Numbers_and_events_that_are_too_long_are_named()
    {
        var pattern = EventPattern.Parse("""{"a":[1]}""");
        var number = Encoding.UTF8.GetBytes($"{{\"a\":[{new string('1', 1001)}]}}");
        Assert.Equal("The event has a number of 1001 characters; 1000 are allowed.", pattern.Explain(number));
        Assert.Equal("The event has 2097153 bytes; at most 2097152 are looked at.", pattern.Explain(new byte[EventCheck.MaxBytes + 1]));
        Assert.Equal("The event is not UTF-8.", pattern.Explain([0xFF]));
    }

    [Theory]
    [InlineData(198, "")]
    [InlineData(199, "… (201 characters)")]
    public void A_value_is_quoted_to_200_characters(int length, string rest)
    {
        var seen = Seen($"{{\"a\":\"{new string('x', length)}\"}}");
        Assert.Equal($"\"{new string('x', 198)}{(rest.Length == 0 ? "\"" : "x")}{rest}", seen.Json);
    }

    [Fact]
    public void A_quoted_value_does_not_end_in_half_a_character()
    {
        Assert.StartsWith($"\"{new string('x', 198)}… (", Seen($"{{\"a\":\"{new string('x', 198)}😀\"}}").Json);
    }

    [Fact]
    public void The_end_of_a_long_way_is_shown()
    {
        Assert.Equal("…" + string.Concat(Enumerable.Repeat("/0", 150)), Pointer(200));
        Assert.Equal("/a" + string.Concat(Enumerable.Repeat("/0", 149)), Pointer(149));

        static string Pointer(int arrays) => Seen($"{{\"a\":{new string('[', arrays)}2{new string(']', arrays)}}}").Pointer;
    }

    [Fact]
    public void Twenty_reasons_are_given_and_the_others_counted()
    {
        const string Twentieth = "\n20: at /$or/19/k19: expected 1; the event has no k19.";
        Assert.EndsWith(Twentieth, Explain(Branches(20), "{}"));
        Assert.EndsWith($"{Twentieth}\nAnd so on, for 2 more reasons.", Explain(Branches(22), "{}"));
        var numbers = string.Join(", ", Enumerable.Range(2, 20));
        Assert.EndsWith($"\n{numbers}: at /z: expected 1; the event has no z.", Shared(21));
        Assert.EndsWith($"\n{numbers} and 1 more: at /z: expected 1; the event has no z.", Shared(22));
        Assert.Equal(3, Shared(22).Split('\n').Length);

        static string Shared(int count) => Explain(
            $"{{\"z\":[1],{Branches(count)[1..^1]}}}",
            $"{{{string.Join(',', Enumerable.Range(1, count - 1).Select(i => $"\"k{i}\":1"))}}}");

        static string Branches(int count) =>
            $"{{\"$or\":[{string.Join(',', Enumerable.Range(0, count).Select(i => $"{{\"k{i}\":[1]}}"))}]}}";
    }

    [Fact]
    public void An_event_as_large_and_a_number_as_long_as_can_be_are_explained()
    {
        var head = $"{{\"a\":{new string('1', 1000)},\"b\":\"";
        var explanation = Given.Reasons("""{"a":[1]}""", head + new string('x', EventCheck.MaxBytes - head.Length - 2) + "\"}");
        Assert.Equal((false, null), (explanation.Matches, explanation.Problem));
        Assert.Equal(MismatchReason.Different, Assert.Single(explanation.Mismatches).Reason);
    }

    [Fact]
    public void Of_two_numbers_that_are_too_long_the_first_is_named() => Assert.Equal(
        "The event has a number of 1001 characters; 1000 are allowed.",
        Explain("""{"a":[1]}""", $"{{\"a\":{new string('1', 1001)},\"b\":{new string('1', 1002)}}}"));

    [Fact]
    public void What_it_quotes_is_cut_to_what_a_person_reads()
    {
        var text = string.Concat(Enumerable.Repeat("😀", 50_000));
        var pattern = EventPattern.Parse($$"""{"{{text}}":["{{text}}"]}""");
        foreach (var @event in new[] { "{}", $$"""{"{{text}}":["{{text}}x",{}]}""", $$"""{ "{{text}}": {} }""" })
        {
            Assert.InRange(pattern.Explain(Encoding.UTF8.GetBytes(@event)).Length, 10, 1_500);
        }
    }

    private static string Explain(string pattern, string @event) => EventPattern.Parse(pattern).Explain(Encoding.UTF8.GetBytes(@event));

    /// <summary>What is seen in the event in the place of 1.</summary>
    private static SeenValue Seen(string @event) =>
        Assert.Single(Assert.Single(Given.Reasons("""{"a":[1]}""", @event).Mismatches).Seen);
}
