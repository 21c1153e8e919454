using System.Text;

namespace Waybill.EventPatterns.Tests;

/// <summary>How much is looked at for an event: little of what many rules have in common, and nothing twice.</summary>
/// <remarks>Work is counted and not timed, so this is true of every machine.</remarks>
public sealed class MatchWorkTests
{
    private readonly MatchBuffer _matches = new();

    [Theory]
    [InlineData("\"abc\"", "\"abc\"")]
    [InlineData("\"abc\",\"abc\"", "\"abc\"")]
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
        Assert.Equal(["0"], _matches.RuleIds);
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

    [Fact]
    public void Of_rules_that_share_what_they_ask_for_those_are_looked_at_that_ask_for_something_else_the_event_has()
    {
        var rules = Numbers(100).Select(n => $$"""{"a":["all"],"m":["m{{n}}"],"z":["all"]}""").ToArray();

        Assert.Equal(1, Work("""{"a":"all","m":"m7","z":"all"}""", rules).Decided);
        Assert.Equal(["7"], _matches.RuleIds);
        Assert.Equal(0, Work("""{"a":"all","m":"other","z":"all"}""", rules).Decided);
    }

    [Fact]
    public void A_list_of_values_is_as_frequent_as_all_of_them_together()
    {
        var common = Numbers(20).Select(n => $$"""{"a":["common"],"m":["m{{n}}"]}""");
        string[] rules = [.. common, """{"a":["rare","common"],"b":["some"]}""", .. Numbers(5).Select(n => $$"""{"b":["some"],"m":["b{{n}}"]}""")];

        Assert.Equal(0, Work("""{"a":"common","b":"other"}""", rules).Decided);
        Assert.Equal(1, Work("""{"a":"other","b":"some"}""", rules).Decided);
    }

    [Fact]
    public void The_only_rule_about_a_field_is_not_taken_for_one_that_every_event_satisfies()
    {
        string[] rules = [.. Numbers(50).Select(n => $$"""{"a":["a{{n % 5}}"],"m":["m{{n}}"]}"""), """{"a":["a1"],"b":["b"]}"""];

        Assert.Equal(0, Work("""{"a":"a1","b":"other"}""", rules).Decided);
        rules[^1] = """{"a":["a1"],"b":[{"prefix":"b"}]}""";
        Assert.Equal(1, Work("""{"a":"a1","b":"other"}""", rules).Decided);
    }

    [Fact]
    public void A_list_of_operators_is_as_frequent_as_all_of_them_together()
    {
        var rules = Numbers(10).Select(n => $$"""{"a":[{"prefix":"x{{n}}"},{"prefix":"y{{n}}"}],"b":[{"prefix":"z{{n}}"}]}""").ToArray();

        Assert.Equal(0, Work("""{"a":"x7","b":"other"}""", rules).Decided);
        Assert.Equal(1, Work("""{"a":"other","b":"z7"}""", rules).Decided);
    }

    [Theory]
    [InlineData("*same-beginning-@@@@@@@@*", "same-beginning-", "-of-another")]
    [InlineData("*@@@@@@@@-same-end*", "another-", "-same-end")]
    [InlineData("*a@-b*", "a", "-b")]
    public void A_piece_of_text_is_known_by_what_it_does_not_share(string wildcard, string start, string end)
    {
        var rules = "cdefghijklmnop".Select(letter => $$"""{"k":[{"wildcard":"{{wildcard.Replace('@', letter)}}"}]}""").ToArray();

        Assert.Equal(0, Work($$"""{"k":"{{start}}XYZXYZXYZXYZ{{end}}"}""", rules).LookedUp);
        Assert.Equal(1, Work($$"""{"k":"{{wildcard.Replace('@', 'h').Trim('*')}}"}""", rules).Decided);
        Assert.Equal(["5"], _matches.RuleIds);
    }

    [Theory]
    [InlineData("""{"prefix":"x@"}""", "x7yz")]
    [InlineData("""{"suffix":"x@"}""", "yzx7")]
    [InlineData("""{"wildcard":"x@*"}""", "x7yz")]
    [InlineData("""{"equals-ignore-case":"x@"}""", "x7")]
    public void Of_two_conditions_that_are_asked_as_often_the_one_about_a_value_leads_to_a_rule(string alternative, string value)
    {
        var rules = Numbers(10).Select(n => $$"""{"a":[{{alternative.Replace("@", $"{n}", StringComparison.Ordinal)}}],"b":["b{{n}}"]}""").ToArray();

        Assert.Equal(0, Work($$"""{"a":"{{value}}","b":"other"}""", rules).Decided);
        Assert.Equal(1, Work($$"""{"a":"{{value}}","b":"b7"}""", rules).Decided);
    }

    [Theory]
    [InlineData("same*-@", "same-7")]
    [InlineData("@-*same", "7-same")]
    [InlineData("same*-@-middle*same", "same-7-middle-same")]
    [InlineData("@-*same-middle*same", "7-same-middle-same")]
    [InlineData("same*same-middle*-@", "same-same-middle-7")]
    [InlineData("*ab-@*", "ab-7-")]
    [InlineData("*-@", "-7")]
    [InlineData("@-*", "7-")]
    public void A_wildcard_is_reached_by_the_part_of_its_text_that_fewest_share(string wildcard, string value)
    {
        var rules = Numbers(10).Select(n => $$"""{"k":[{"wildcard":"{{wildcard.Replace("@", $"{n}", StringComparison.Ordinal)}}"}]}""").ToArray();

        Assert.Equal(1, Work($$"""{"k":"{{value}}"}""", rules).Decided);
        Assert.Equal(["7"], _matches.RuleIds);
        Assert.Equal(0, Work($$"""{"k":"{{value.Replace('7', 'x')}}"}""", rules).Decided);
    }

    [Fact]
    public void A_wildcard_with_a_star_at_an_end_is_not_taken_for_one_that_everything_satisfies()
    {
        string[] others = [.. Numbers(5).Select(n => $$"""{"k":[{"prefix":"ab"},{"suffix":"ab"}],"m":["m{{n}}"]}""")];

        Assert.Equal(0, Work("""{"k":"other"}""", [.. others, """{"k":[{"wildcard":"ab*"}]}"""]).Decided);
        Assert.Equal(0, Work("""{"k":"other"}""", [.. others, """{"k":[{"wildcard":"*ab"}]}"""]).Decided);
    }

    [Theory]
    [InlineData("""{"prefix":"@y1"}""", """{"prefix":"@y2"}""", "@y1")]
    [InlineData("""{"suffix":"1y@"}""", """{"suffix":"2y@"}""", "1y@")]
    public void Of_a_beginning_or_end_128_bytes_lead_to_rules(string one, string other, string value)
    {
        int Decided(int length)
        {
            string Filled(string text) => text.Replace("@", new string('x', length), StringComparison.Ordinal);
            return Work($$"""{"k":"{{Filled(value)}}"}""", $$"""{"k":[{{Filled(one)}}]}""", $$"""{"k":[{{Filled(other)}}]}""").Decided;
        }

        Assert.Equal(1, Decided(126));
        Assert.Equal(2, Decided(127));
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    public void A_range_counts_as_half_as_many_as_there_are_ends_in_it(int typed, int decided)
    {
        // Nine of forty others lie in the wide range. It counts as twenty of 41 (an operator's count is doubled), the text as five of six, or six of seven;
        // eight are added to either whole.
        string[] rules =
        [
            """{"n":[{"numeric":[">=",0,"<=",90]}],"t":["t"]}""",
            .. Numbers(40).Select(n => $$"""{"n":[{"numeric":[">",{{(10 * n) + 1}},"<",{{(10 * n) + 5}}]}],"m":["m{{n}}"]}"""),
            .. Numbers(typed).Select(n => $$"""{"t":["t"],"m":["n{{n}}"]}"""),
        ];

        Assert.Equal(decided, Work("""{"n":88,"t":"other"}""", rules).Decided);
        Assert.Equal(1 - decided, Work("""{"n":2000,"t":"t"}""", rules).Decided);
    }

    [Fact]
    public void A_range_is_as_frequent_as_the_ends_of_others_in_it()
    {
        var narrow = Numbers(50).Select(n => $$"""{"n":[{"numeric":[">=",{{10 * n}},"<",{{(10 * n) + 5}}]}],"t":["t{{n % 4}}"]}""");
        string[] rules = [.. narrow, """{"n":[{"numeric":[">",0]}],"t":["t1"]}"""];

        Assert.Equal(0, Work("""{"n":7,"t":"t2"}""", rules).Decided);
        Assert.Equal(1, Work("""{"n":7,"t":"t1"}""", rules).Decided);
        Assert.Equal(1, Work("""{"n":13,"t":"t2"}""", rules).Decided);
    }

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
        Assert.Equal(["1"], _matches.RuleIds);
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
        Assert.Equal(["35"], _matches.RuleIds);
        Assert.Equal(2, Work("""{"type":"t3","id":"i1"}""", rules).Decided);
        Assert.Equal(["23", "300"], _matches.RuleIds);
    }

    [Fact]
    public void Types_lead_when_each_rule_names_eight()
    {
        var rules = Numbers(320).Select(n => $$"""{"type":[{{string.Join(',', Numbers(8).Select(more => $"\"t{(n + more) % 16}\""))}}],"id":["i{{n / 16}}"]}""").ToArray();

        Assert.Equal(8, Work("""{"type":"t3","id":"i2"}""", rules).Decided);
        Assert.Equal(8, _matches.Count);
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(9, 300)]
    public void All_rules_are_looked_at_for_an_event_of_more_than_eight_types(int types, int decided)
    {
        var rules = Numbers(300).Select(n => $$"""{"type":["t{{n % 20}}"],"id":["i{{n / 20}}"]}""").ToArray();
        var named = string.Join(',', Numbers(types).Select(n => $"\"t{n}\""));

        Assert.Equal(decided, Work($$"""{"type":[{{named}}],"id":"i3"}""", rules).Decided);
        Assert.Equal(types, _matches.Count);
    }

    [Theory]
    [InlineData("\"@\"", "\"7\"", 2)]
    [InlineData("\"@\",\"other\"", "\"7\"", 2)]
    [InlineData("""{"prefix":"@-"}""", "\"7-\"", 2)]
    [InlineData("""{"numeric":[">=",@,"<",@.5]}""", "7", 1)]
    public void Neither_the_type_nor_what_else_a_rule_is_reached_by_is_asked_for_again(string alternatives, string value, int lookedUp)
    {
        var rules = Numbers(300).Select(n => $$"""{"type":["t{{n % 10}}"],"k":[{{alternatives.Replace("@", $"{n}", StringComparison.Ordinal)}}]}""").ToArray();

        Assert.Equal(new MatchWork(lookedUp, 1, 0, 0), Work($$"""{"type":"t7","k":{{value}}}""", rules));
        Assert.Equal(["7"], _matches.RuleIds);
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
        Assert.Equal(["11"], _matches.RuleIds);
    }

    [Fact]
    public void A_rule_that_asks_for_a_type_and_absence_is_looked_at_for_that_type_only()
    {
        string[] rules = [.. Numbers(300).Select(n => $$"""{"type":["t{{n % 10}}"],"id":["i{{n}}"]}"""), """{"type":["t1"],"x":[{"exists":false}]}"""];

        Assert.Equal(0, Work("""{"type":"t2","id":"none"}""", rules).Decided);
        Assert.Equal(1, Work("""{"type":"t1","id":"none"}""", rules).Decided);
    }

    [Fact]
    public void A_rule_that_only_asks_for_absence_is_looked_at_for_every_event()
    {
        Assert.Equal(1, Work("{}", """{"x":[{"exists":false}]}""").Decided);
        Assert.Equal(["0"], _matches.RuleIds);
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
        var rules = Numbers(10).Select(n => $$"""{"id":["i"],"n":[{"numeric":[">",5]}],"x{{n}}":[{"exists":false}],"y{{n}}":[{"exists":false}]}""").ToArray();

        Assert.Equal(new MatchWork(1, 10, 1, 0), Work("""{"id":"i","n":7}""", rules));
        Assert.Equal(10, _matches.Count);
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
        Assert.Equal(["0"], _matches.RuleIds);
    }

    [Fact]
    public void A_value_is_looked_up_only_when_a_rule_that_was_reached_asks_for_it()
    {
        var rules = Numbers(100).Select(n => $$"""{"id":["i{{n}}"],"s":["s{{n % 2}}"]}""").ToArray();

        Assert.Equal(new MatchWork(2, 1, 0, 0), Work("""{"id":"i3","s":"s1"}""", rules));
        Assert.Equal(["3"], _matches.RuleIds);
        Assert.InRange(Work("""{"id":"none","s":"s1"}""", rules).LookedUp, 0, 1);
        rules = [.. rules, """{"s":[{"prefix":"other"}]}"""];
        Assert.InRange(Work("""{"id":"none","s":"s1"}""", rules).LookedUp, 0, 1);
    }

    [Fact]
    public void A_value_by_which_rules_are_reached_is_looked_up_once()
    {
        Assert.Equal(new MatchWork(2, 1, 0, 0), Work("""{"k":"a","v":"x"}""", """{"v":["x"]}""", """{"k":["a"],"v":["x"]}"""));
        Assert.Equal(["0", "1"], _matches.RuleIds);
    }

    [Fact]
    public void Most_values_that_no_rule_names_are_not_looked_up()
    {
        var rules = Numbers(1_000).Select(n => $$"""{"k":["value-{{n}}"]}""").ToArray();
        string Event(string start) => $$"""{"k":[{{string.Join(',', Numbers(1_000).Select(n => $"\"{start}{n + 5_000}\""))}}]}""";

        Assert.InRange(Work(Event("value-"), rules).LookedUp, 1, 250);
        Assert.InRange(Work(Event("other-"), rules).LookedUp, 0, 30);
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
        var rules = Numbers(900).Select(n => $$"""{"k":[{{alternative.Replace("@", $"{n + 100}", StringComparison.Ordinal)}}]}""").ToArray();
        var texts = string.Join(',', Numbers(1_000).Select(n => $"\"no-{n * 7919}-text-{n}\""));

        Assert.InRange(Work($$"""{"k":[{{texts}}]}""", rules).LookedUp, 0, 500);
        Assert.Equal(0, _matches.Count);
    }

    [Fact]
    public void What_recent_rules_take_counts_too_and_that_of_the_event_before_does_not()
    {
        var set = RuleSet.Build([KeyValuePair.Create("old", EventPattern.Parse("""{"k":[{"wildcard":"a*"}]}"""))]).With("new", EventPattern.Parse("""{"k":[{"wildcard":"*a"}]}"""));

        set.Match("""{"k":"aba"}"""u8, _matches);
        Assert.Equal(new MatchWork(2, 2, 2, 0), _matches.Work);
        set.Match("not JSON"u8, _matches);
        Assert.Equal(default, _matches.Work);
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

            set.Match("""{"k":"x"}"""u8, _matches);
            Assert.Equal((added <= Apart ? 2 : 1, Rules + added), (_matches.Work.LookedUp, _matches.Work.Decided));
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

            set.Match("""{"k":"x"}"""u8, _matches);
            Assert.Equal((Rules - removed, removed <= Kept ? Rules : Rules - removed), (_matches.Count, _matches.Work.Decided));
        }
    }

    [Fact]
    public void Rules_that_were_added_and_removed_are_as_many_as_both_together()
    {
        const int Rules = 100;
        var set = Numbers(52).Aggregate(RuleSet.Build(Numbers(Rules).Select(Absent)), (set, number) => set.Without($"{number}").With($"{Rules + number}", Absent(0).Value));

        set.Match("""{"k":"x"}"""u8, _matches);
        Assert.Equal((2, Rules + 52), (_matches.Work.LookedUp, _matches.Work.Decided));
        set.Without("99").Match("""{"k":"x"}"""u8, _matches);
        Assert.Equal((1, Rules - 1), (_matches.Work.LookedUp, _matches.Work.Decided));
    }

    private static KeyValuePair<string, EventPattern> Absent(int number) => KeyValuePair.Create($"{number}", EventPattern.Parse("""{"k":["x"],"z":[{"exists":false}]}"""));

    private static IEnumerable<int> Numbers(int count) => Enumerable.Range(0, count);

    /// <summary>The work of an event; what matches are the rules' places.</summary>
    private MatchWork Work(string @event, params string[] patterns)
    {
        var set = RuleSet.Build(patterns.Select((pattern, place) => KeyValuePair.Create($"{place}", EventPattern.Parse(pattern))));
        set.Match(Encoding.UTF8.GetBytes(@event), _matches);
        return _matches.Work;
    }
}
