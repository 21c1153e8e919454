using System.Text;

namespace Waybill.EventPatterns.Tests;

/// <summary>
/// Which elements to take has to be tried out when a path leads through several arrays. How many elements are looked at for that is known
/// exactly: more would be slower, fewer would mean that something is not counted towards the limit.
/// </summary>
public sealed class TriedElementsTests
{
    private readonly MatchBuffer _matches = new();

    [Fact]
    public void Nothing_is_tried_where_a_path_leads_through_one_array() =>
        Assert.Equal((MatchOutcome.NoMatch, 0), Tried(["a", "b"], """ "r":[{"a":1},{"b":1}] """));

    [Fact]
    public void Both_conditions_are_taken_from_different_arrays() =>
        Assert.Equal((MatchOutcome.Matched, 6), Tried(["a", "b"], """ "r":[{"a":1},{"b":1}],"r":[{"a":1},{"b":1}] """));

    [Theory]
    [InlineData(1, 7)]
    [InlineData(8, 35)]
    [InlineData(100, 403)]
    public void Elements_before_the_one_that_has_both_are_tried_one_by_one(int elements, int steps) => Assert.Equal(
        (MatchOutcome.Matched, steps),
        Tried(["p", "q"], $$""" "r":[{{Repeated(elements, """{"p":1}""")}},{"p":1,"q":1}],"r":[{"p":1}] """));

    [Theory]
    [InlineData(1, 8)]
    [InlineData(8, 37)]
    [InlineData(100, 405)]
    public void An_element_within_arrays_is_an_element_of_each(int depth, int steps) => Assert.Equal(
        (MatchOutcome.Matched, steps),
        Tried(["p", "q"], $$""" "r":{{new string('[', depth)}}{"p":1},{"q":1}{{new string(']', depth)}},"r":[{"p":1}] """));

    [Theory]
    [InlineData(1, MatchOutcome.NoMatch, 0)]
    [InlineData(2, MatchOutcome.Matched, 10)]
    [InlineData(8, MatchOutcome.NoMatch, 288)]
    [InlineData(64, MatchOutcome.NoMatch, 16_640)]
    public void Every_pair_of_arrays_is_tried_when_none_will_do(int arrays, MatchOutcome outcome, int steps) => Assert.Equal(
        (outcome, steps), Tried(["a", "b", "-z"], Repeated(arrays, """ "r":[{"a":1},{"b":1},{"z":1}] """)));

    [Theory]
    [InlineData(1, 13)]
    [InlineData(8, 27)]
    [InlineData(62, 135)]
    [InlineData(100, 211)]
    public void Conditions_that_are_not_to_blame_are_not_tried_again(int conditions, int steps)
    {
        var (names, all) = Keys(conditions);

        Assert.Equal(
            (MatchOutcome.NoMatch, steps),
            Tried(["a", .. names, "y", "z"], $$""" "r":[{"a":1,{{all}}},{"z":1}],"r":[{"a":1,{{all}}},{"y":1}] """));
    }

    [Theory]
    [InlineData(1, 34)]
    [InlineData(8, 189)]
    [InlineData(62, 6_318)]
    [InlineData(63, 6_514)]
    [InlineData(100, 15_875)]
    public void Of_conditions_that_lie_in_other_elements_those_that_are_to_blame_are_tried_again(int conditions, int steps)
    {
        var (names, all) = Keys(conditions);
        var arrays = $$""" "r":[{"a":1},{{{all}}},{"z":1}],"r":[{"a":1},{{{all}}},{"y":1}],"r":[{{{all}}},{"a":1}] """;

        Assert.Equal((MatchOutcome.NoMatch, steps), Tried(["a", .. names, "y", "z"], arrays));
    }

    [Theory]
    [InlineData(1, 13)]
    [InlineData(8, 20)]
    [InlineData(100, 112)]
    public void What_must_be_absent_is_so_in_the_elements_that_were_taken(int conditions, int steps)
    {
        var (names, all) = Keys(conditions);
        var array = $$""" "r":[{"a":1,{{all}}},{"z":1}] """;

        Assert.Equal((MatchOutcome.Matched, steps), Tried(["a", .. names, "-z"], $"{array},{array}"));
    }

    [Theory]
    [InlineData(1, 18)]
    [InlineData(8, 46)]
    [InlineData(100, 414)]
    public void A_condition_that_accepts_absence_is_tried_with_it_last(int conditions, int steps)
    {
        var (names, all) = Keys(conditions);
        var arrays = $$""" "r":[{"a":1},{{{all}}},{"z":1}],"r":[{"a":1},{{{all}}}] """;

        Assert.Equal((MatchOutcome.NoMatch, steps), Tried(["a", .. names.Select(name => $"?{name}"), "z"], arrays));
    }

    [Theory]
    [InlineData(1, 18)]
    [InlineData(4, 136)]
    [InlineData(8, 2_064)]
    public void Everything_is_tried_when_what_must_be_absent_is_in_every_element(int conditions, int steps) =>
        Assert.Equal((MatchOutcome.NoMatch, steps), TriedWithAbsenceNowhere(conditions));

    [Fact]
    public void An_event_is_given_up_on_after_a_hundred_thousand_steps_and_ten_for_each_leaf()
    {
        // Eighteen conditions in two elements, and the two leaves that must be absent, in four.
        const int Most = 100_000 + (10 * ((18 * 2) + 4));

        var (outcome, steps) = TriedWithAbsenceNowhere(17);
        Assert.Equal((MatchOutcome.TooComplex, Most), (outcome, steps));
    }

    private (MatchOutcome Outcome, int Steps) TriedWithAbsenceNowhere(int conditions)
    {
        var (names, all) = Keys(conditions);
        var array = $$""" "r":[{"a":1,{{all}},"z":1},{"z":1}] """;
        return Tried(["a", .. names, "-z"], $"{array},{array}");
    }

    /// <summary>Holds a rule against an event.</summary>
    /// <param name="keys">Of which the elements must have a 1, or none if there is a minus before; after a question mark either.</param>
    /// <param name="arrays">What the event consists of.</param>
    private (MatchOutcome Outcome, int Steps) Tried(string[] keys, string arrays)
    {
        var conditions = string.Join(',', keys.Select(key => key[0] switch
        {
            '-' => $$""" "{{key[1..]}}":[{"exists":false}] """,
            '?' => $$""" "{{key[1..]}}":[1,{"exists":false}] """,
            _ => $$""" "{{key}}":[1] """,
        }));
        var rules = RuleSet.Build([new("r", EventPattern.Parse($$$"""{"r":{ {{{conditions}}} }}"""))]);
        return (rules.Match(Encoding.UTF8.GetBytes($"{{{arrays}}}"), _matches), _matches.Work.Tried);
    }

    private static (string[] Names, string All) Keys(int count)
    {
        var names = Enumerable.Range(0, count).Select(number => $"k{number:000}").ToArray();
        return (names, string.Join(',', names.Select(name => $"\"{name}\":1")));
    }

    private static string Repeated(int count, string text) => string.Join(',', Enumerable.Repeat(text, count));
}
