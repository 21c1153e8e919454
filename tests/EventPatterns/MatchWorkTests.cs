using Waybill.EventPatterns.Matching;

namespace Waybill.EventPatterns.Tests;

/// <summary>How much is looked at for an event: little, and nothing twice.</summary>
public sealed class MatchWorkTests : CountedWork
{
    [Theory]
    [InlineData("\"abc\"", "\"abc\"")]
    [InlineData("\"abc\",\"abc\"", "\"abc\"")]
    [InlineData("\"abc\",\"other\"", "[\"abc\",\"other\"]")]
    [InlineData("""{"prefix":"a"},{"suffix":"c"}""", "\"abc\"")]
    [InlineData("\"a-text-of-more-than-sixteen-bytes\"", "\"a-text-of-more-than-sixteen-bytes\"")]
    [InlineData("12.5", "1.25e1")]
    [InlineData("true", "true")]
    [InlineData("null", "null")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("""{"prefix":"abc"}""", "\"abcd\"")]
    [InlineData("""{"prefix":"a"}""", "\"abcd\"")]
    [InlineData("""{"prefix":"sixteen-letters-"}""", "\"sixteen-letters-and-more\"")]
    [InlineData("""{"suffix":"d"}""", "\"abcd\"")]
    [InlineData("""{"suffix":"-sixteen-letters"}""", "\"more-than-sixteen-letters\"")]
    [InlineData("""{"prefix":{"equals-ignore-case":"ABC"}}""", "\"abcd\"")]
    [InlineData("""{"prefix":{"equals-ignore-case":"SIXTEEN-LETTERS-"}}""", "\"sixteen-letters-and-more\"")]
    [InlineData("""{"suffix":{"equals-ignore-case":"BCD"}}""", "\"abcd\"")]
    [InlineData("""{"suffix":{"equals-ignore-case":"-SIXTEEN-LETTERS"}}""", "\"more-than-sixteen-letters\"")]
    [InlineData("""{"equals-ignore-case":"a-Text-of-More-than-Sixteen-Bytes"}""", "\"a-text-of-more-than-sixteen-bytes\"")]
    [InlineData("""{"wildcard":"abc"}""", "\"abc\"")]
    [InlineData("""{"numeric":[">",1,"<=",2]}""", "2")]
    [InlineData("""{"numeric":["=",2]}""", "2")]
    [InlineData("""{"cidr":"10.0.0.0/8"}""", "\"10.1.2.3\"")]
    public void A_rule_is_not_looked_at_when_the_key_it_is_reached_by_says_all_about_it(string alternatives, string value)
    {
        Assert.Equal(0, Work($$"""{"k":{{value}}}""", $$"""{"k":[{{alternatives}}]}""").Decided);
        Assert.Equal(["0"], Matches.RuleIds);
    }

    [Theory]
    [InlineData("""{"prefix":"a-text-of-more-than-sixteen-bytes"}""", "\"a-text-of_more-than-sixteen-bytes\"")]
    [InlineData("""{"suffix":"seventeen-letters"}""", "\"seventeen-letterS\"")]
    [InlineData("""{"prefix":{"equals-ignore-case":"seventeen-letters"}}""", "\"-eventeen-letters\"")]
    [InlineData("""{"suffix":{"equals-ignore-case":"seventeen-letters"}}""", "\"seventeen-letter-\"")]
    [InlineData("""{"wildcard":"abc*"}""", "\"abc\"")]
    [InlineData("""{"equals-ignore-case":"straße"}""", "\"strand\"")]
    [InlineData("""{"prefix":{"equals-ignore-case":"straße"}}""", "\"strand\"")]
    [InlineData("""{"suffix":{"equals-ignore-case":"éabc"}}""", "\"-abc\"")]
    [InlineData("""{"anything-but":"a"}""", "\"a\"")]
    [InlineData("""{"exists":true}""", "1")]
    [InlineData("""{"exists":false}""", "1")]
    [InlineData("""{"wildcard":"*"}""", "\"\"")]
    [InlineData("""{"prefix":""}""", "\"\"")]
    [InlineData("\"abc\",{\"anything-but\":\"a\"}", "\"a\"")]
    public void A_rule_is_looked_at_when_its_key_leaves_something_open(string alternatives, string value) =>
        Assert.Equal(1, Work($$"""{"k":{{value}}}""", $$"""{"k":[{{alternatives}}]}""").Decided);

    [Theory]
    [InlineData("*same-beginning-@@@@@@@@*", "same-beginning-", "-of-another")]
    [InlineData("*@@@@@@@@-same-end*", "another-", "-same-end")]
    [InlineData("*a@-b*", "a", "-b")]
    public void A_piece_of_text_is_known_by_what_it_does_not_share(string wildcard, string start, string end)
    {
        var rules = "cdefghijklmnop".Select(letter => $$"""{"k":[{"wildcard":"{{wildcard.Replace('@', letter)}}"}]}""").ToArray();

        Assert.Equal(0, Work($$"""{"k":"{{start}}XYZXYZXYZXYZ{{end}}"}""", rules).LookedUp);
        Assert.Equal(1, Work($$"""{"k":"{{wildcard.Replace('@', 'h').Trim('*')}}"}""", rules).Decided);
        Assert.Equal(["5"], Matches.RuleIds);
    }

    [Fact]
    public void A_text_that_has_part_of_a_piece_is_looked_up_but_no_rule_is_looked_at()
    {
        var rules = "cdefghijklmnop".Select(letter => $$"""{"k":[{"wildcard":"*same-beginning-{{new string(letter, 8)}}*"}]}""").ToArray();

        var work = Work("""{"k":"another-beginning-hhhhhhhh"}""", rules);
        Assert.Equal((1, 0), (Math.Min(1, work.LookedUp), work.Decided));
    }

    [Fact]
    public void A_rule_that_is_reached_twice_is_looked_at_once()
    {
        Assert.Equal(1, Work("""{"a":["x","y"],"b":1}""", """{"a":["x","y"],"b":[1,2,3]}""").Decided);
        Assert.Equal(1, Work("""{"a":["x","x"],"b":1}""", """{"a":["x","y"],"b":[1,2,3]}""").Decided);
    }

    [Fact]
    public void The_same_condition_of_several_rules_is_held_against_an_event_once()
    {
        var rules = Numbers(10)
            .Select(n => $$"""{"id":["i"],"n":[{"numeric":[">",5]}],"x{{n}}":[{"exists":false}],"y{{n}}":[{"exists":false}]}""").ToArray();

        Assert.Equal(new MatchWork(1, 10, 1, 0), Work("""{"id":"i","n":7}""", rules));
        Assert.Equal(10, Matches.Count);
        Assert.Equal(new MatchWork(1, 10, 2, 0), Work("""{"id":"i","n":[1,3]}""", rules));
        Assert.Equal(new MatchWork(1, 10, 2, 0), Work("""{"id":"i","n":[1,7,9]}""", rules));
    }

    [Theory]
    [InlineData("""{"numeric":[">",5]}""", "7")]
    [InlineData("""{"prefix":"ab"}""", "\"abc\"")]
    [InlineData("""{"cidr":"10.0.0.0/8"}""", "\"10.1.2.3\"")]
    [InlineData("\"a\"", "\"a\"")]
    public void What_a_rule_is_reached_by_is_not_held_against_the_event_again(string alternative, string value)
    {
        string[] rules = [$$"""{"k":[{{alternative}}],"s":["s"]}""", .. Numbers(10).Select(n => $$"""{"s":["s"],"m":["m{{n}}"]}""")];

        var work = Work($$"""{"k":{{value}},"s":"s"}""", rules);
        Assert.Equal((1, 0), (work.Decided, work.Compared));
        Assert.Equal(["0"], Matches.RuleIds);
    }

    [Fact]
    public void A_value_is_looked_up_only_when_a_rule_that_was_reached_asks_for_it()
    {
        var rules = Numbers(100).Select(n => $$"""{"id":["i{{n}}"],"s":["s{{n % 2}}"]}""").ToArray();

        Assert.Equal(new MatchWork(2, 1, 0, 0), Work("""{"id":"i3","s":"s1"}""", rules));
        Assert.Equal(["3"], Matches.RuleIds);
        Assert.InRange(Work("""{"id":"none","s":"s1"}""", rules).LookedUp, 0, 1);
        rules = [.. rules, """{"s":[{"prefix":"other"}]}"""];
        Assert.InRange(Work("""{"id":"none","s":"s1"}""", rules).LookedUp, 0, 1);
    }

    [Fact]
    public void A_value_by_which_rules_are_reached_is_looked_up_once()
    {
        Assert.Equal(new MatchWork(2, 1, 0, 0), Work("""{"k":"a","v":"x"}""", """{"v":["x"]}""", """{"k":["a"],"v":["x"]}"""));
        Assert.Equal(["0", "1"], Matches.RuleIds);
    }

    [Fact]
    public void Most_values_that_no_rule_names_are_not_looked_up()
    {
        var rules = Numbers(1_000).Select(n => $$"""{"k":["value-{{n}}"]}""").ToArray();
        string Event(string start) => $$"""{"k":[{{string.Join(',', Numbers(1_000).Select(n => $"\"{start}{n + 5_000}\""))}}]}""";

        Assert.InRange(Work(Event("value-"), rules).LookedUp, 1, 45);
        Assert.Equal(0, Work(Event("other-"), rules).LookedUp);
    }

    [Theory]
    [InlineData("""{"prefix":"value-@"}""")]
    [InlineData("""{"suffix":"@-value"}""")]
    [InlineData("""{"wildcard":"*value-@*"}""")]
    [InlineData("""{"prefix":{"equals-ignore-case":"value-@"}}""")]
    [InlineData("""{"suffix":{"equals-ignore-case":"@-value"}}""")]
    [InlineData("""{"equals-ignore-case":"value-@"}""")]
    public void Most_texts_that_have_nothing_of_what_rules_name_are_not_looked_up(string alternative)
    {
        var rules = Numbers(900).Select(n => $$"""{"k":[{{alternative.Replace("@", $"{n + 100}", StringComparison.Ordinal)}}]}""")
            .ToArray();
        var texts = string.Join(',', Numbers(1_000).Select(n => $"\"no-{n * 7919}-text-{n}\""));

        Assert.InRange(Work($$"""{"k":[{{texts}}]}""", rules).LookedUp, 0, 500);
        Assert.Equal(0, Matches.Count);
    }
}
