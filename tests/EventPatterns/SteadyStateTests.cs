namespace Waybill.EventPatterns.Tests;

/// <summary>Event after event: nothing is allocated, and threads share a set without sharing anything else.</summary>
public sealed class SteadyStateTests
{
    [Fact]
    public void Nothing_is_allocated_once_the_buffer_has_grown()
    {
        var random = new LongTexts(7);
        var rules = Enumerable.Range(0, 200).Select(i => (Id: $"{i}", Pattern: Given.Pattern(random.Pattern())))
            .Where(rule => rule.Pattern is not null);
        var set = RuleSet.Build(rules.Select(rule => KeyValuePair.Create(rule.Id, rule.Pattern!)));
        var events = Enumerable.Range(0, 50).Select(_ => Given.Event(random.Event())).ToArray();
        var buffer = new MatchBuffer();
        var (_, warmUp) = (MatchAll(set, events, buffer), MatchAll(set, events, buffer));

        var matches = 0;
        var allocated = LeastAllocated(() => matches = MatchAll(set, events, buffer));

        Assert.Equal(0, allocated);
        Assert.Equal(warmUp, matches);
        Assert.True(matches > 0);
    }

    [Fact]
    public void Neither_is_it_for_arrays_that_take_many_steps()
    {
        var set = RuleSet.Build([new("r", EventPattern.Parse("""{"r":{"a":[1],"b":[1],"c":[1],"z":[{"exists":false}]}}"""))]);
        var plain = Given.Event($$"""{"r":[{{string.Join(',', Enumerable.Repeat("""{"a":1,"b":1,"z":[[1]]},{"c":1}""", 500))}}]}""");
        var repeated = Given.Event($"{{{string.Join(',', Enumerable.Repeat(""" "r":[{"a":1},{"b":1},{"c":1},{"z":1}] """, 500))}}}");
        var buffer = new MatchBuffer();
        Assert.Equal(MatchOutcome.NoMatch, set.Match(plain, buffer));
        Assert.Equal(MatchOutcome.TooComplex, set.Match(repeated, buffer));

        var outcomes = (MatchOutcome.Matched, MatchOutcome.Matched);
        var allocated = LeastAllocated(() => outcomes = (set.Match(plain, buffer), set.Match(repeated, buffer)));

        Assert.Equal(0, allocated);
        Assert.Equal((MatchOutcome.NoMatch, MatchOutcome.TooComplex), outcomes);
    }

    [Fact(Skip = "It takes seconds.", SkipType = typeof(Seeds), SkipWhen = nameof(Seeds.AreFew))]
    public void One_set_serves_many_threads_and_one_buffer_many_sets()
    {
        var random = new LongTexts(11);
        var rules = Enumerable.Range(0, 100).Select(i => (Id: $"{i}", Pattern: Given.Pattern(random.Pattern())))
            .Where(rule => rule.Pattern is not null).ToArray();
        var sets = rules.Chunk(20).Select(some => RuleSet.Build(some.Select(rule => KeyValuePair.Create(rule.Id, rule.Pattern!))))
            .ToArray();
        var events = Enumerable.Range(0, 40).Select(_ => Given.Event(random.Event())).ToArray();
        var expected = sets.Select(set => MatchAll(set, events, new MatchBuffer())).ToArray();

        var found = new int[8][];
        Parallel.For(0, found.Length, thread =>
        {
            var buffer = new MatchBuffer();
            found[thread] = [.. sets.Select(set => MatchAll(set, events, buffer))];
        });

        Assert.All(found, counts => Assert.Equal(expected, counts));
    }

    /// <summary>Bytes that this thread allocates, by the least of a few measurements.</summary>
    /// <remarks>
    /// A collection that another thread causes takes this thread's allocation context away, and what was left of it, up to 8 KB,
    /// then counts as allocated.
    /// </remarks>
    private static long LeastAllocated(Action work)
    {
        var least = long.MaxValue;
        for (var measurement = 0; measurement < 5 && least > 0; measurement++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static int MatchAll(RuleSet set, CheckedEvent[] events, MatchBuffer buffer)
    {
        var matches = 0;
        foreach (var @event in events)
        {
            set.Match(@event, buffer);
            matches += buffer.Count;
        }

        return matches;
    }
}
