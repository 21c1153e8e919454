using System.Text;
using Waybill.EventPatterns.Tests.Reference;

namespace Waybill.EventPatterns.Tests;

public sealed class RuleSetTests
{
    public static TheoryData<int> Rounds => Seeds.UpTo(60);

    public static TheoryData<int> LeadRounds => Seeds.UpTo(40);

    [Theory]
    [MemberData(nameof(Rounds))]
    public void Many_rules_about_long_texts_are_decided_as_the_reference_evaluator_does(int seed)
    {
        var random = new LongTexts(seed);
        AssertDecidesAsReference(seed, 60, random.Pattern, 15, random.Event);
    }

    [Theory]
    [MemberData(nameof(LeadRounds))]
    public void Rules_that_share_a_field_are_decided_as_the_reference_evaluator_does(int seed)
    {
        var random = new RandomLeads(seed);
        var rules = AssertDecidesAsReference(seed, 380, random.Pattern, 25, random.Event);
        Assert.True(rules >= 256, $"seed {seed}: {rules}");
    }

    [Theory(Skip = "It takes seconds.", SkipType = typeof(Seeds), SkipWhen = nameof(Seeds.AreFew))]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Changing_a_set_rule_by_rule_comes_to_what_building_it_anew_does(int seed)
    {
        var random = new Random(seed);
        var texts = new RandomPatterns(seed);
        var rules = new Dictionary<string, EventPattern>(StringComparer.Ordinal);
        var set = RuleSet.Empty;
        for (var step = 0; step < 600; step++)
        {
            var id = $"rule-{random.Next(250)}";
            if (random.Next(3) == 0)
            {
                rules.Remove(id);
                set = set.Without(id);
            }
            else if (TryParse(texts.Pattern()) is { } pattern)
            {
                rules[id] = pattern;
                set = set.With(id, pattern);
            }

            var @event = Encoding.UTF8.GetBytes(texts.Event());
            Assert.Equal(rules.Count, set.Count);
            Assert.True(
                rules.Where(rule => rule.Value.Matches(@event)).Select(rule => rule.Key).Order().SequenceEqual(set.Match(@event).Order()),
                $"seed {seed}, step {step}: {Encoding.UTF8.GetString(@event)}");
        }
    }

    [Fact]
    public void Changing_a_set_leaves_earlier_ones_as_they_were()
    {
        var pattern = EventPattern.Parse("""{"a":["x"]}""");
        var first = RuleSet.Build([new("one", pattern)]);
        var second = first.With("two", pattern);
        var third = second.Without("one");

        Assert.Equal(["one"], first.Match("""{"a":"x"}"""u8));
        Assert.Equal(["one", "two"], second.Match("""{"a":"x"}"""u8));
        Assert.Equal(["two"], third.Match("""{"a":"x"}"""u8));
        Assert.Same(third, third.Without("one"));
    }

    [Fact]
    public void Over_many_changes_a_set_keeps_the_order_in_which_it_was_given_its_rules()
    {
        var expected = new List<string> { "first", "second" };
        var set = RuleSet.Build(expected.Select(id => KeyValuePair.Create(id, Named(id))));
        for (var i = 0; i < 150; i++)
        {
            // Every third change gives a rule that is there anew, every fifth takes one away.
            var changed = i % 3 == 0 ? expected[i / 3 % expected.Count] : $"rule-{i}";
            expected.Remove(changed);
            expected.Add(changed);
            set = set.With(changed, Named(changed));
            if (i % 5 == 0)
            {
                set = set.Without(expected[0]);
                expected.RemoveAt(0);
            }

            Assert.Equal(expected.Count, set.Count);
            Assert.Equal(expected, set.Rules.Select(rule => rule.Key));
            Assert.Equal(expected, set.Match("""{"a":"x"}"""u8));
        }

        Assert.All(set.Rules, rule => Assert.Equal(Named(rule.Key).ToString(), rule.Value.ToString()));

        static EventPattern Named(string id) => EventPattern.Parse($$"""{"a":["x","{{id}}"]}""");
    }

    [Fact]
    public void A_rule_given_anew_is_held_against_its_new_pattern_only()
    {
        var set = RuleSet.Build([new("rule", EventPattern.Parse("""{"a":["x"]}"""))]).With("rule", EventPattern.Parse("""{"a":["y"]}"""));

        Assert.Equal(1, set.Count);
        Assert.Empty(set.Match("""{"a":"x"}"""u8));
        Assert.Equal(["rule"], set.With("rule", EventPattern.Parse("""{"a":["y"]}""")).Match("""{"a":"y"}"""u8));
        Assert.Empty(set.Without("rule").Match("""{"a":["x","y"]}"""u8));
        Assert.Equal(0, set.Without("rule").Count);
    }

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

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(10_000)]
    public void A_new_buffer_has_room_for_a_text_with_escapes_of_any_length(int length)
    {
        var text = $"{new string('x', length)}\\n";
        var set = RuleSet.Build([new("rule", EventPattern.Parse("""{"a":[{"suffix":"x\n"}]}"""))]);

        Assert.Equal(MatchOutcome.Matched, set.Match(Encoding.UTF8.GetBytes($"{{\"a\":[\"{text}\",\"{text}{text}\"]}}"), new MatchBuffer()));
    }

    [Fact]
    public void Outcomes_without_a_match_leave_no_ids_of_an_earlier_event()
    {
        var set = RuleSet.Build([new("rule", EventPattern.Parse("""{"a":["x"]}"""))]);
        var buffer = new MatchBuffer();

        Assert.Equal((MatchOutcome.Matched, 1), (set.Match("""{"a":"x"}"""u8, buffer), buffer.Count));
        Assert.Equal((MatchOutcome.Malformed, 0), (set.Match("{"u8, buffer), buffer.Count));
        Assert.Equal((MatchOutcome.Matched, 1), (set.Match(Checked("""{"a":"x"}"""), buffer), buffer.Count));
        Assert.Equal((MatchOutcome.Malformed, 0), (set.Match(default(CheckedEvent), buffer), buffer.Count));
        Assert.Equal((MatchOutcome.Matched, 1), (set.With("recent", EventPattern.Parse("""{"a":["y"]}""")).Match("""{"a":"y"}"""u8, buffer), buffer.Count));
        Assert.Equal((MatchOutcome.NoMatch, 0), (set.Match(Checked("""{"a":"y"}"""), buffer), buffer.Count));
    }

    [Theory]
    [InlineData("{", MatchOutcome.Malformed)]
    [InlineData("[1]", MatchOutcome.NotAnObject)]
    public void What_is_not_sound_is_no_checked_event(string @event, MatchOutcome expected)
    {
        Assert.Equal(expected, CheckedEvent.TryCheck(Encoding.UTF8.GetBytes(@event), out var checkedEvent));
        Assert.True(checkedEvent.Utf8.IsEmpty);
    }

    [Fact]
    public void There_has_to_be_a_buffer_to_write_to()
    {
        Assert.Equal("matches", Assert.Throws<ArgumentNullException>(() => RuleSet.Empty.Match("{}"u8, null!)).ParamName);
        Assert.Equal("matches", Assert.Throws<ArgumentNullException>(() => RuleSet.Empty.Match(Checked("{}"), null!)).ParamName);
    }

    [Fact]
    public void Two_rules_with_one_id_are_refused()
    {
        var pattern = EventPattern.Parse("""{"a":["x"]}""");

        var refusal = Assert.Throws<ArgumentException>(() => RuleSet.Build([new("same", pattern), new("same", pattern)]));

        Assert.Contains("'same'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":"x","a":"y"}""", """{"a":["y"]}""")]
    [InlineData("""{"a":"x","a" :"y"}""", """{"a":["y"]}""")]
    [InlineData("""{"b":{"c":1},"b.c":"y"}""", """{"b":{"c":["y"]}}""")]
    [InlineData("""{"beginning":{"c":1},"beginning.c":"y"}""", """{"beginning":{"c":["y"]}}""")]
    [InlineData("""{"b":{"c":1},"b":{"c":"y"}}""", """{"b":{"c":["y"]}}""")]
    [InlineData("""{"a":1,"\u0061":"y"}""", """{"a":["y"]}""")]
    [InlineData("""{"z":[{"a":1},{"a":"y"}]}""", """{"z":{"a":["y"]}}""")]
    [InlineData("""{"a-key-of-more-than-sixteen-bytes":1,"a-key-of-more-than-sixteen-bytes":"y"}""", """{"a-key-of-more-than-sixteen-bytes":["y"]}""")]
    [InlineData("""{"a-key-of-more-than-sixteen-bytes":1,"\u0061-key-of-more-than-sixteen-bytes":"y"}""", """{"a-key-of-more-than-sixteen-bytes":["y"]}""")]
    [InlineData("""{"a-key-of-sixteen":{"c":1},"a-key-of-sixteen.c":"y"}""", """{"a-key-of-sixteen":{"c":["y"]}}""")]
    [InlineData("""{"b":{"c":{}},"a":"x","d":{"e":{}},"a":"y"}""", """{"a":["y"]}""")]
    public void A_checked_event_is_read_to_where_a_field_may_come_again(string @event, string pattern)
    {
        var buffer = new MatchBuffer();

        Assert.Equal(MatchOutcome.Matched, RuleSet.Build([new("rule", EventPattern.Parse(pattern))]).Match(Checked(@event), buffer));
        Assert.Equal(["rule"], buffer.RuleIds.ToArray());
    }

    [Fact]
    public async Task It_is_noticed_that_a_key_comes_again_after_hundreds_of_others()
    {
        var others = string.Join(',', Enumerable.Range(0, 300).Select(i => $"\"k{i}\":0"));
        var set = RuleSet.Build([new("rule", EventPattern.Parse("""{"a":["y"]}"""))]);

        // On a thread that has checked no event before: what has grown for one is used again for the next.
        var outcome = await Task.Factory.StartNew(
            () => set.Match(Checked($$"""{"a":"x",{{others}},"a":"y"}"""), new MatchBuffer()), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        Assert.Equal(MatchOutcome.Matched, outcome);
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

    [Fact]
    public void Nothing_is_allocated_once_the_buffer_has_grown()
    {
        var random = new LongTexts(7);
        var rules = Enumerable.Range(0, 200).Select(i => (Id: $"{i}", Pattern: TryParse(random.Pattern()))).Where(rule => rule.Pattern is not null);
        var set = RuleSet.Build(rules.Select(rule => KeyValuePair.Create(rule.Id, rule.Pattern!)));
        var events = Enumerable.Range(0, 50).Select(_ => Checked(random.Event())).ToArray();
        var buffer = new MatchBuffer();
        var (_, warmUp) = (MatchAll(set, events, buffer), MatchAll(set, events, buffer));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var matches = MatchAll(set, events, buffer);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal(warmUp, matches);
        Assert.True(matches > 0);
    }

    [Fact]
    public void Neither_is_it_for_arrays_that_take_many_steps()
    {
        var set = RuleSet.Build([new("r", EventPattern.Parse("""{"r":{"a":[1],"b":[1],"c":[1],"z":[{"exists":false}]}}"""))]);
        var plain = Checked($$"""{"r":[{{string.Join(',', Enumerable.Repeat("""{"a":1,"b":1,"z":[[1]]},{"c":1}""", 500))}}]}""");
        var repeated = Checked($"{{{string.Join(',', Enumerable.Repeat(""" "r":[{"a":1},{"b":1},{"c":1},{"z":1}] """, 500))}}}");
        var buffer = new MatchBuffer();
        Assert.Equal(MatchOutcome.NoMatch, set.Match(plain, buffer));
        Assert.Equal(MatchOutcome.TooComplex, set.Match(repeated, buffer));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var outcomes = (set.Match(plain, buffer), set.Match(repeated, buffer));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal((MatchOutcome.NoMatch, MatchOutcome.TooComplex), outcomes);
    }

    [Fact(Skip = "It takes seconds.", SkipType = typeof(Seeds), SkipWhen = nameof(Seeds.AreFew))]
    public void One_set_serves_many_threads_and_one_buffer_many_sets()
    {
        var random = new LongTexts(11);
        var rules = Enumerable.Range(0, 100).Select(i => (Id: $"{i}", Pattern: TryParse(random.Pattern()))).Where(rule => rule.Pattern is not null).ToArray();
        var sets = rules.Chunk(20).Select(some => RuleSet.Build(some.Select(rule => KeyValuePair.Create(rule.Id, rule.Pattern!)))).ToArray();
        var events = Enumerable.Range(0, 40).Select(_ => Checked(random.Event())).ToArray();
        var expected = sets.Select(set => MatchAll(set, events, new MatchBuffer())).ToArray();

        var found = new int[8][];
        Parallel.For(0, found.Length, thread =>
        {
            var buffer = new MatchBuffer();
            found[thread] = [.. sets.Select(set => MatchAll(set, events, buffer))];
        });

        Assert.All(found, counts => Assert.Equal(expected, counts));
    }

    /// <returns>How many rules there were: patterns that are refused are left out.</returns>
    private static int AssertDecidesAsReference(int seed, int patterns, Func<string> pattern, int events, Func<string> @event)
    {
        var rules = Enumerable.Range(0, patterns).Select(i => (Id: $"rule-{i}", Text: pattern())).ToArray();
        var accepted = rules.Where(rule => ReferenceMatcher.Decide(rule.Text, "{}") != "error").ToArray();
        var compiled = accepted.Select(rule => (rule.Id, Rules: ReferencePattern.Compile(rule.Text, isLimited: false))).ToArray();
        var set = RuleSet.Build(accepted.Select(rule => KeyValuePair.Create(rule.Id, EventPattern.Parse(rule.Text))));
        var buffer = new MatchBuffer();
        for (var i = 0; i < events; i++)
        {
            var text = @event();
            var leaves = ReferenceEvent.Read(text)!;
            var expected = compiled.Where(rule => ReferenceMatcher.Matches(rule.Rules, leaves)).Select(rule => rule.Id).ToArray();
            set.Match(Encoding.UTF8.GetBytes(text), buffer);
            AssertSame(seed, i, "unchecked", text, accepted, expected, buffer);
            set.Match(Checked(text), buffer);
            AssertSame(seed, i, "checked", text, accepted, expected, buffer);
        }

        return accepted.Length;
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

    private static void AssertSame(int seed, int number, string how, string @event, (string Id, string Text)[] rules, string[] expected, MatchBuffer found)
    {
        var wrong = expected.Except(found.RuleIds.ToArray()).Concat(found.RuleIds.ToArray().Except(expected)).FirstOrDefault();
        Assert.True(wrong is null, $"seed {seed}, event {number}, {how}: {wrong} {rules.FirstOrDefault(rule => rule.Id == wrong).Text}\n{@event}");
        Assert.Equal(expected, found.RuleIds.ToArray());
    }

    private static CheckedEvent Checked(string @event) => CheckedEvent.TryCheck(Encoding.UTF8.GetBytes(@event), out var checkedEvent) == MatchOutcome.NoMatch
        ? checkedEvent
        : throw new InvalidOperationException($"Not sound: {@event}");

    private static EventPattern? TryParse(string pattern)
    {
        try
        {
            return EventPattern.Parse(pattern);
        }
        catch (InvalidEventPatternException)
        {
            return null;
        }
    }
}
