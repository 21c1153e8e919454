using System.Text;

namespace Waybill.EventPatterns.Tests;

/// <summary>Adding and removing rules makes a new set, which is what building it anew would make.</summary>
public sealed class ChangingSetTests
{
    [Theory(Skip = "It takes seconds.", SkipType = typeof(Seeds), SkipWhen = nameof(Seeds.AreFew))]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Changing_a_set_rule_by_rule_comes_to_what_building_it_anew_does(int seed)
    {
        var random = new Random(seed);
        var texts = new RandomPatterns(seed);
        var rules = new Dictionary<string, EventPattern>(StringComparer.Ordinal);
        var set = RuleSet.Build([]);
        for (var step = 0; step < 600; step++)
        {
            var id = $"rule-{random.Next(250)}";
            if (random.Next(3) == 0)
            {
                rules.Remove(id);
                set = set.Without(id);
            }
            else if (Given.Pattern(texts.Pattern()) is { } pattern)
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
}
