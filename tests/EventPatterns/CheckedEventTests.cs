using System.Text;

namespace Waybill.EventPatterns.Tests;

/// <summary>An event that was checked once is matched as any other: what comes again in it is seen.</summary>
public sealed class CheckedEventTests
{
    [Theory]
    [InlineData("{", MatchOutcome.Malformed)]
    [InlineData("[1]", MatchOutcome.NotAnObject)]
    public void What_is_not_sound_is_no_checked_event(string @event, MatchOutcome expected)
    {
        Assert.Equal(expected, CheckedEvent.TryCheck(Encoding.UTF8.GetBytes(@event), out var checkedEvent));
        Assert.True(checkedEvent.Utf8.IsEmpty);
    }

    [Theory]
    [InlineData("""{"a":"x","a":"y"}""", """{"a":["y"]}""")]
    [InlineData("""{"a":"x","a" :"y"}""", """{"a":["y"]}""")]
    [InlineData("""{"b":{"c":1},"b.c":"y"}""", """{"b":{"c":["y"]}}""")]
    [InlineData("""{"beginning":{"c":1},"beginning.c":"y"}""", """{"beginning":{"c":["y"]}}""")]
    [InlineData("""{"b":{"c":1},"b":{"c":"y"}}""", """{"b":{"c":["y"]}}""")]
    [InlineData("""{"a":1,"\u0061":"y"}""", """{"a":["y"]}""")]
    [InlineData("""{"z":[{"a":1},{"a":"y"}]}""", """{"z":{"a":["y"]}}""")]
    [InlineData(
        """{"a-key-of-more-than-sixteen-bytes":1,"a-key-of-more-than-sixteen-bytes":"y"}""",
        """{"a-key-of-more-than-sixteen-bytes":["y"]}""")]
    [InlineData(
        """{"a-key-of-more-than-sixteen-bytes":1,"\u0061-key-of-more-than-sixteen-bytes":"y"}""",
        """{"a-key-of-more-than-sixteen-bytes":["y"]}""")]
    [InlineData("""{"a-key-of-sixteen":{"c":1},"a-key-of-sixteen.c":"y"}""", """{"a-key-of-sixteen":{"c":["y"]}}""")]
    [InlineData("""{"b":{"c":{}},"a":"x","d":{"e":{}},"a":"y"}""", """{"a":["y"]}""")]
    public void A_checked_event_is_read_to_where_a_field_may_come_again(string @event, string pattern)
    {
        var buffer = new MatchBuffer();

        Assert.Equal(MatchOutcome.Matched, RuleSet.Build([new("rule", EventPattern.Parse(pattern))]).Match(Given.Event(@event), buffer));
        Assert.Equal(["rule"], buffer.RuleIds.ToArray());
    }

    [Fact]
    public async Task It_is_noticed_that_a_key_comes_again_after_hundreds_of_others()
    {
        var others = string.Join(',', Enumerable.Range(0, 300).Select(i => $"\"k{i}\":0"));
        var set = RuleSet.Build([new("rule", EventPattern.Parse("""{"a":["y"]}"""))]);

        // On a thread that has checked no event before: what has grown for one is used again for the next.
        var outcome = await Task.Factory.StartNew(
            () => set.Match(Given.Event($$"""{"a":"x",{{others}},"a":"y"}"""), new MatchBuffer()),
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        Assert.Equal(MatchOutcome.Matched, outcome);
    }
}
