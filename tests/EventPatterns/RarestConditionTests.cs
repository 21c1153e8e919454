namespace Waybill.EventPatterns.Tests;

/// <summary>By which of its conditions a rule is reached: the one that the fewest events satisfy, as far as rules tell.</summary>
public sealed class RarestConditionTests : CountedWork
{
    [Fact]
    public void Of_rules_that_share_what_they_ask_for_those_are_looked_at_that_ask_for_something_else_the_event_has()
    {
        var rules = Numbers(100).Select(n => $$"""{"a":["all"],"m":["m{{n}}"],"z":["all"]}""").ToArray();

        Assert.Equal(1, Work("""{"a":"all","m":"m7","z":"all"}""", rules).Decided);
        Assert.Equal(["7"], Matches.RuleIds);
        Assert.Equal(0, Work("""{"a":"all","m":"other","z":"all"}""", rules).Decided);
    }

    [Fact]
    public void A_list_of_values_is_as_frequent_as_all_of_them_together()
    {
        var common = Numbers(20).Select(n => $$"""{"a":["common"],"m":["m{{n}}"]}""");
        string[] rules =
            [.. common, """{"a":["rare","common"],"b":["some"]}""", .. Numbers(5).Select(n => $$"""{"b":["some"],"m":["b{{n}}"]}""")];

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
    [InlineData("""{"prefix":"x@"}""", "x7yz")]
    [InlineData("""{"suffix":"x@"}""", "yzx7")]
    [InlineData("""{"wildcard":"x@*"}""", "x7yz")]
    [InlineData("""{"equals-ignore-case":"x@"}""", "x7")]
    public void Of_two_conditions_that_are_asked_as_often_the_one_about_a_value_leads_to_a_rule(string alternative, string value)
    {
        var rules = Numbers(10).Select(n => $$"""{"a":[{{alternative.Replace("@", $"{n}", StringComparison.Ordinal)}}],"b":["b{{n}}"]}""")
            .ToArray();

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
        var rules = Numbers(10).Select(n => $$"""{"k":[{"wildcard":"{{wildcard.Replace("@", $"{n}", StringComparison.Ordinal)}}"}]}""")
            .ToArray();

        Assert.Equal(1, Work($$"""{"k":"{{value}}"}""", rules).Decided);
        Assert.Equal(["7"], Matches.RuleIds);
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
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void A_range_is_as_frequent_as_the_part_of_other_ranges_ends_in_it(int typed, int decided)
    {
        // Of the eighty ends of others seventeen lie in the wide range: with eight added to all 82, 0.19. One of one text is 0.1, two of
        // two are 0.2.
        string[] rules =
        [
            """{"n":[{"numeric":[">=",0,"<=",83]}],"t":["t"]}""",
            .. Numbers(40).Select(n => $$"""{"n":[{"numeric":[">",{{(10 * n) + 1}},"<",{{(10 * n) + 5}}]}],"m":["m{{n}}"]}"""),
            .. Numbers(typed).Select(n => $$"""{"t":["t"],"m":["n{{n}}"]}"""),
        ];

        Assert.Equal(decided, Work("""{"n":78,"t":"other"}""", rules).Decided);
        Assert.Equal(1 - decided, Work("""{"n":2000,"t":"t"}""", rules).Decided);
    }

    [Theory]
    [InlineData(20, """{"prefix":"s"}""", "\"s@-x\"")]
    [InlineData(2_000, """{"prefix":"s"}""", "\"s@-x\"")]
    [InlineData(20, """{"suffix":"-x"}""", "\"s@-x\"")]
    [InlineData(20, """{"prefix":{"equals-ignore-case":"S"}}""", "\"s@-x\"")]
    [InlineData(20, """{"suffix":{"equals-ignore-case":"-X"}}""", "\"s@-x\"")]
    [InlineData(20, """{"wildcard":"s*-x"}""", "\"s@-x\"")]
    [InlineData(20, """{"wildcard":"*-text-*"}""", "\"s@-text-x\"")]
    [InlineData(20, """{"equals-ignore-case":"SAME"}""", "\"same\"")]
    [InlineData(20, """{"numeric":["<",1e6]}""", "@")]
    [InlineData(2_000, """{"numeric":["<",1e6]}""", "@")]
    [InlineData(20, "true,{\"prefix\":\"s\"}", "true")]
    public void An_operator_is_as_frequent_as_the_values_it_accepts_of_those_that_rules_name(int count, string alternative, string value)
    {
        string Value(int n) => value.Replace("@", $"{n}", StringComparison.Ordinal);
        string[] rules =
        [
            .. Numbers(count).Select(n => $$"""{"s":[{{Value(n)}}],"m":["m{{n}}"]}"""),
            .. Numbers(count / 2).Select(n => $$"""{"t":["t{{n % 2}}"],"m":["n{{n}}"]}"""),
            $$"""{"s":[{{alternative}}],"t":["t1"]}""",
        ];

        Assert.Equal(0, Work($$"""{"s":{{Value(7)}},"t":"other"}""", rules).Decided);
        Assert.Equal(1, Work($$"""{"s":{{Value(7)}},"t":"t1"}""", rules).Decided);
        Assert.Equal([$"{rules.Length - 1}"], Matches.RuleIds);
    }

    [Fact]
    public void An_operator_that_accepts_few_of_the_values_that_rules_name_is_rarer_than_a_value_that_many_name()
    {
        string[] rules =
        [
            .. Numbers(20).Select(n => $$"""{"s":["s{{n}}-x"],"m":["m{{n}}"]}"""),
            .. Numbers(10).Select(n => $$"""{"t":["t{{n % 2}}"],"m":["n{{n}}"]}"""),
            """{"s":[{"prefix":"s7-"}],"t":["t1"]}""",
        ];

        Assert.Equal(1, Work("""{"s":"s7-y","t":"other"}""", rules).Decided);
        Assert.Equal(0, Work("""{"s":"other","t":"t1"}""", rules).Decided);
    }

    [Fact]
    public void A_value_is_rarer_where_no_two_rules_name_the_same()
    {
        // Two of the sixty-one about b name what the last rule does, one of the nine about a.
        string[] rules =
        [
            .. Numbers(60).Select(n => $$"""{"b":["b{{n % 30}}"],"m":["m{{n}}"]}"""),
            .. Numbers(8).Select(n => $$"""{"a":["a{{n}}"],"m":["n{{n}}"]}"""),
            """{"a":["a8"],"b":["b8"]}""",
        ];

        Assert.Equal(1, Work("""{"a":"a8","b":"other"}""", rules).Decided);
        Assert.Equal(0, Work("""{"a":"other","b":"b8"}""", rules).Decided);
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

    [Fact]
    public void A_rule_that_only_asks_for_absence_is_looked_at_for_every_event()
    {
        Assert.Equal(1, Work("{}", """{"x":[{"exists":false}]}""").Decided);
        Assert.Equal(["0"], Matches.RuleIds);
    }
}
