using System.Text;
using Waybill.EventPatterns.Tests.Reference;

namespace Waybill.EventPatterns.Tests;

/// <summary>Random patterns and events; a failure names the seed, and <c>new RandomPatterns(seed)</c> makes the same ones again.</summary>
public sealed class AgreementTests
{
    private const int PatternsARound = 40;
    private const int ArraysARound = 40;

    public static TheoryData<int> Rounds => Seeds.UpTo(100);

    [Theory]
    [MemberData(nameof(Rounds))]
    public void The_engine_and_the_reference_evaluator_agree(int seed)
    {
        var random = new RandomPatterns(seed);
        for (var i = 0; i < PatternsARound; i++)
        {
            var (pattern, @event) = (random.Pattern(), random.Event());
            var expected = ReferenceMatcher.Decide(pattern, @event);
            Assert.True(expected == Engine(pattern, @event), $"seed {seed}, pattern {i}: expected {expected}\n{pattern}\n{@event}");
            Assert.True(
                expected == EngineOnChecked(pattern, @event),
                $"seed {seed}, pattern {i}, checked: expected {expected}\n{pattern}\n{@event}");
        }
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public void They_agree_on_arrays_within_arrays(int seed)
    {
        var random = new RandomArrays(seed, isPlain: seed % 2 == 0);
        for (var i = 0; i < ArraysARound; i++)
        {
            var (pattern, @event) = (random.Pattern(), random.Event());
            var expected = ReferenceMatcher.Decide(pattern, @event);
            Assert.True(expected == Engine(pattern, @event), $"seed {seed}, pattern {i}: expected {expected}\n{pattern}\n{@event}");
        }
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public void Rules_do_not_influence_each_other(int seed)
    {
        var random = new RandomPatterns(seed);
        var rules = Enumerable.Range(0, PatternsARound).Select(i => (Id: $"rule-{i}", Pattern: Given.Pattern(random.Pattern())))
            .Where(rule => rule.Pattern is not null)
            .ToDictionary(rule => rule.Id, rule => rule.Pattern!);
        var set = RuleSet.Build(rules);
        for (var i = 0; i < PatternsARound; i++)
        {
            var @event = Encoding.UTF8.GetBytes(random.Event());
            var expected = rules.Where(rule => rule.Value.Matches(@event)).Select(rule => rule.Key).ToList();
            var removed = rules.Keys.ElementAt(i % rules.Count);
            Assert.Equal(expected, set.Match(@event));
            Assert.Equal(expected.Where(id => id != removed), set.Without(removed).Match(@event));
            Assert.Equal(expected.Order(), set.Without(removed).With(removed, rules[removed]).Match(@event).Order());
        }
    }

    private static string Engine(string pattern, string @event) => Given.Pattern(pattern) is not { } parsed
        ? "error"
        : parsed.Matches(Encoding.UTF8.GetBytes(@event)) ? "match" : "no";

    private static string EngineOnChecked(string pattern, string @event) => Given.Pattern(pattern) is not { } parsed
        ? "error"
        : RuleSet.Build([new("rule", parsed)]).Match(Given.Event(@event), new MatchBuffer()) == MatchOutcome.Matched ? "match" : "no";
}
