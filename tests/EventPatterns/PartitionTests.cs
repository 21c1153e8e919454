using Waybill.EventPatterns.Matching;

namespace Waybill.EventPatterns.Tests;

/// <summary>The field whose values are looked at before anything else, of which most rules name one: mostly the event's type.</summary>
public sealed class PartitionTests : CountedWork
{
    [Theory]
    [InlineData(255, 10, 10)]
    [InlineData(256, 10, 1)]
    [InlineData(640, 64, 1)]
    [InlineData(650, 65, 10)]
    public void In_a_set_of_256_rules_those_of_another_type_are_not_looked_at(int count, int types, int decided)
    {
        // Ten rules of different types share each id.
        var rules = Numbers(count).Select(n => $$"""{"type":["t{{n % types}}"],"id":["i{{n / 10}}"]}""").ToArray();

        Assert.Equal(decided, Work("""{"type":"t1","id":"i0"}""", rules).Decided);
        Assert.Equal(["1"], Matches.RuleIds);
    }

    [Theory]
    [InlineData(8, 1)]
    [InlineData(9, 2)]
    public void A_rule_of_up_to_eight_types_is_not_looked_at_for_others(int types, int decided)
    {
        var named = string.Join(',', Numbers(types).Select(n => $"\"t{n}\""));
        string[] rules =
        [
            .. Numbers(300).Select(n => $$"""{"type":["t{{n % 20}}"],"id":["i{{n / 20}}"]}"""),
            $$"""{"type":[{{named}}],"id":["i1"],"other":[{"exists":false}]}""",
        ];

        Assert.Equal(decided, Work("""{"type":"t15","id":"i1"}""", rules).Decided);
        Assert.Equal(["35"], Matches.RuleIds);
        Assert.Equal(2, Work("""{"type":"t3","id":"i1"}""", rules).Decided);
        Assert.Equal(["23", "300"], Matches.RuleIds);
    }

    [Fact]
    public void Types_lead_when_each_rule_names_eight()
    {
        var rules = Numbers(320)
            .Select(n => $$"""{"type":[{{string.Join(',', Numbers(8).Select(more => $"\"t{(n + more) % 16}\""))}}],"id":["i{{n / 16}}"]}""")
            .ToArray();

        Assert.Equal(8, Work("""{"type":"t3","id":"i2"}""", rules).Decided);
        Assert.Equal(8, Matches.Count);
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(9, 300)]
    public void All_rules_are_looked_at_for_an_event_of_more_than_eight_types(int types, int decided)
    {
        var rules = Numbers(300).Select(n => $$"""{"type":["t{{n % 20}}"],"id":["i{{n / 20}}"]}""").ToArray();
        var named = string.Join(',', Numbers(types).Select(n => $"\"t{n}\""));

        Assert.Equal(decided, Work($$"""{"type":[{{named}}],"id":"i3"}""", rules).Decided);
        Assert.Equal(types, Matches.Count);
    }

    [Theory]
    [InlineData("\"@\"", "\"7\"", 2)]
    [InlineData("\"@\",\"other\"", "\"7\"", 2)]
    [InlineData("""{"prefix":"@-"}""", "\"7-\"", 2)]
    [InlineData("""{"numeric":[">=",@,"<",@.5]}""", "7", 1)]
    public void Neither_the_type_nor_what_else_a_rule_is_reached_by_is_asked_for_again(string alternatives, string value, int lookedUp)
    {
        var rules = Numbers(300)
            .Select(n => $$"""{"type":["t{{n % 10}}"],"k":[{{alternatives.Replace("@", $"{n}", StringComparison.Ordinal)}}]}""").ToArray();

        Assert.Equal(new MatchWork(lookedUp, 1, 0, 0), Work($$"""{"type":"t7","k":{{value}}}""", rules));
        Assert.Equal(["7"], Matches.RuleIds);
    }

    [Fact]
    public void A_type_that_less_than_half_of_the_rules_name_does_not_lead()
    {
        string[] Rules(int others) =>
        [
            .. Numbers(300).Select(n => $$"""{"type":["t{{n % 10}}"],"id":["i{{n / 10}}"]}"""),
            .. Numbers(others).Select(n => $$"""{"o{{n}}":[{"exists":true}]}"""),
        ];

        Assert.Equal(1, Work("""{"type":"t1","id":"i0"}""", Rules(300)).Decided);
        Assert.Equal(10, Work("""{"type":"t1","id":"i0"}""", Rules(301)).Decided);
    }

    [Fact]
    public void That_field_leads_whose_values_tell_most_rules_apart()
    {
        // Of the rules with an id one in ten has the type, but one in two the kind.
        var rules = Numbers(400).Select(n => $$"""{"kind":["k{{n / 10 % 2}}"],"type":["t{{n % 10}}"],"id":["i{{n / 20}}"]}""").ToArray();

        Assert.Equal(2, Work("""{"kind":"k1","type":"t1","id":"i0"}""", rules).Decided);
        Assert.Equal(["11"], Matches.RuleIds);
    }

    [Fact]
    public void A_rule_that_asks_for_a_type_and_absence_is_looked_at_for_that_type_only()
    {
        string[] rules =
            [.. Numbers(300).Select(n => $$"""{"type":["t{{n % 10}}"],"id":["i{{n}}"]}"""), """{"type":["t1"],"x":[{"exists":false}]}"""];

        Assert.Equal(0, Work("""{"type":"t2","id":"none"}""", rules).Decided);
        Assert.Equal(1, Work("""{"type":"t1","id":"none"}""", rules).Decided);
    }
}
