using Waybill.EventPatterns.Matching;

namespace Waybill.EventPatterns.Tests;

/// <summary>When the rules that were added and removed since a set was built are made part of it.</summary>
public sealed class ChangingSetWorkTests : CountedWork
{
    [Fact]
    public void What_recent_rules_take_counts_too_and_that_of_the_event_before_does_not()
    {
        var set = RuleSet.Build([KeyValuePair.Create("old", EventPattern.Parse("""{"k":[{"wildcard":"a*"}]}"""))])
            .With("new", EventPattern.Parse("""{"k":[{"wildcard":"*a"}]}"""));

        set.Match("""{"k":"aba"}"""u8, Matches);
        Assert.Equal(new MatchWork(2, 2, 2, 0), Matches.Work);
        set.Match("not JSON"u8, Matches);
        Assert.Equal(default, Matches.Work);
    }

    [Fact]
    public void Rules_that_were_added_are_looked_at_apart_until_they_are_many()
    {
        // Of n rules: 64 and four times the root of n.
        const int Rules = 100, Apart = 104;
        var set = RuleSet.Build(Numbers(Rules).Select(Absent));
        for (var added = 1; added <= Apart + 1; added++)
        {
            set = set.With($"{Rules + added}", Absent(0).Value);

            set.Match("""{"k":"x"}"""u8, Matches);
            Assert.Equal((added <= Apart ? 2 : 1, Rules + added), (Matches.Work.LookedUp, Matches.Work.Decided));
        }

        Assert.Equal(Rules + Apart + 1, set.Count);
    }

    [Fact]
    public void Rules_that_were_removed_are_looked_at_until_they_are_many()
    {
        const int Rules = 400, Kept = 144;
        var set = RuleSet.Build(Numbers(Rules).Select(Absent));
        for (var removed = 1; removed <= Kept + 1; removed++)
        {
            set = set.Without($"{removed}");

            set.Match("""{"k":"x"}"""u8, Matches);
            Assert.Equal((Rules - removed, removed <= Kept ? Rules : Rules - removed), (Matches.Count, Matches.Work.Decided));
        }
    }

    [Fact]
    public void Rules_that_were_added_and_removed_are_as_many_as_both_together()
    {
        const int Rules = 100;
        var set = Numbers(52).Aggregate(
            RuleSet.Build(Numbers(Rules).Select(Absent)),
            (set, number) => set.Without($"{number}").With($"{Rules + number}", Absent(0).Value));

        set.Match("""{"k":"x"}"""u8, Matches);
        Assert.Equal((2, Rules + 52), (Matches.Work.LookedUp, Matches.Work.Decided));
        set.Without("99").Match("""{"k":"x"}"""u8, Matches);
        Assert.Equal((1, Rules - 1), (Matches.Work.LookedUp, Matches.Work.Decided));
    }

    private static KeyValuePair<string, EventPattern> Absent(int number) =>
        KeyValuePair.Create($"{number}", EventPattern.Parse("""{"k":["x"],"z":[{"exists":false}]}"""));
}
