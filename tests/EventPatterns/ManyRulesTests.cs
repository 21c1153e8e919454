using System.Text;
using Waybill.EventPatterns.Tests.Reference;

namespace Waybill.EventPatterns.Tests;

/// <summary>Of many rules those are found that match, whatever they are about and however many share it.</summary>
public sealed class ManyRulesTests
{
    public static TheoryData<int> Rounds => Seeds.UpTo(60);

    public static TheoryData<int> LeadRounds => Seeds.UpTo(40);

    [Fact]
    public void Of_thousands_of_rules_those_are_found_that_match()
    {
        const int Rules = 6_000;
        var set = RuleSet.Build(Enumerable.Range(0, Rules).Select(number => KeyValuePair.Create(
            $"{number}", EventPattern.Parse(
                $$$"""{"a":["{{{number}}}"],"b":[{"anything-but":"{{{number}}}"}],"c":[{"prefix":"{{{number}}}-"},"x"]}"""))));

        Assert.Equal(["7"], set.Match("""{"a":"7","b":"8","c":"7-7"}"""u8));
        Assert.Equal(["5999"], set.Match("""{"a":["7","8","5999"],"b":["7","7"],"c":"5999-"}"""u8));
        Assert.Equal(["0", "8", "5999"], set.Match("""{"a":["0","7","8","5999"],"b":"7","c":"x"}"""u8));
        Assert.Empty(set.Match("""{"a":"7","b":"7","c":"x"}"""u8));
    }

    [Theory]
    [InlineData("\"@\"", "@")]
    [InlineData("""{"equals-ignore-case":"@"}""", "@")]
    [InlineData("""{"prefix":"@"}""", "@~~")]
    [InlineData("""{"prefix":{"equals-ignore-case":"@"}}""", "@~~")]
    [InlineData("""{"suffix":"@"}""", "~~@")]
    [InlineData("""{"suffix":{"equals-ignore-case":"@"}}""", "~~@")]
    [InlineData("""{"wildcard":"*@*"}""", "~~@~~")]
    public void Texts_of_any_length_are_told_apart(string alternative, string value)
    {
        var texts = Enumerable.Range(0, 40).Concat(Enumerable.Range(120, 10))
            .SelectMany(length => new[] { "aa", "ab", "ba", "bb" }.Select(ends => $"{ends[0]}{new string('x', length)}{ends[1]}"))
            .ToArray();
        var set = RuleSet.Build(texts.Select(text => KeyValuePair.Create(
            text, EventPattern.Parse($$"""{"k":[{{alternative.Replace("@", text, StringComparison.Ordinal)}}]}"""))));

        Assert.All(texts, text => Assert.Equal(
            [text], set.Match(Encoding.UTF8.GetBytes($$"""{"k":"{{value.Replace("@", text, StringComparison.Ordinal)}}"}"""))));
    }

    [Fact]
    public void Pieces_that_share_most_of_their_text_are_found_wherever_they_lie()
    {
        var pieces = Enumerable.Range('a', 26).Select(letter => $"{(char)letter}-of-numbers").ToArray();
        var set = RuleSet.Build(
            pieces.Select(piece => KeyValuePair.Create(piece, EventPattern.Parse($$"""{"k":[{"wildcard":"*{{piece}}*"}]}"""))));

        Assert.All(pieces, piece => Assert.All(
            Enumerable.Range(0, 10),
            before => Assert.Equal([piece], set.Match(Encoding.UTF8.GetBytes($$"""{"k":"{{new string('~', before)}}{{piece}}"}""")))));
    }

    [Fact]
    public void A_number_is_found_in_every_range_it_lies_in()
    {
        var ranges = Enumerable.Range(0, 60)
            .Select(i => (Id: $"{i}", Low: i * 7 % 20, LowIncluded: i % 2 == 0, High: (i * 7 % 20) + 1 + (i % 9), HighIncluded: i % 3 == 0))
            .ToArray();
        var set = RuleSet.Build(ranges.Select(range => KeyValuePair.Create(range.Id, EventPattern.Parse(
            $$"""
            {"n":[{"numeric":["{{Sign('>', range.LowIncluded)}}",{{range.Low}},"{{Sign('<', range.HighIncluded)}}",{{range.High}}]}]}
            """))));

        for (var halves = -1; halves <= 60; halves++)
        {
            var number = halves / 2.0;
            var expected = ranges.Where(range => (range.LowIncluded ? range.Low <= number : range.Low < number)
                && (range.HighIncluded ? number <= range.High : number < range.High)).Select(range => range.Id).ToArray();
            Assert.Equal(expected, Matching($$"""{"n":{{number}}}"""));
            Assert.Equal(expected, Matching($$"""{"n":[{{number}},{{number:0.0000000000000000}}]}"""));
            Assert.Equal(expected, Matching($$"""{"n":{{number:0.0000000000000000}}}"""));
        }

        static string Sign(char sign, bool isIncluded) => isIncluded ? $"{sign}=" : $"{sign}";

        IReadOnlyList<string> Matching(FormattableString @event) =>
            set.Match(Encoding.UTF8.GetBytes(FormattableString.Invariant(@event)));
    }

    [Theory]
    [InlineData("""{"r":{"a":["y"]}}""")]
    [InlineData("""{"r":{"a":[{"prefix":"y"}]}}""")]
    [InlineData("""{"r":{"a":[{"exists":true}]}}""")]
    [InlineData("""{"r":{"a":[{"equals-ignore-case":"Y"}]}}""")]
    public void What_one_rule_asks_of_a_field_does_not_change_which_of_its_leaves_another_takes(string other)
    {
        foreach (var count in new[] { 1, 5 })
        {
            var rules = Enumerable.Range(1, count)
                .Select(number => KeyValuePair.Create($"{number}", EventPattern.Parse($$$"""{"r":{"a":["y"],"b":[{{{number}}}]}}""")));
            var set = RuleSet.Build(rules.Append(KeyValuePair.Create("other", EventPattern.Parse(other))));

            Assert.Equal(["1", "other"], set.Match("""{"r":[{"a":"y","b":7},{"a":"y","b":1}]}"""u8));
            Assert.Equal(["other"], set.Match("""{"r":[{"a":"Y","b":1},{"a":"y","b":7}]}"""u8));
        }
    }

    [Fact]
    public void An_event_may_match_hundreds_of_rules_and_each_is_found_once()
    {
        var ids = Enumerable.Range(0, 400).Select(number => $"{number}").ToArray();
        var set = RuleSet.Build(
            ids.Select(id => KeyValuePair.Create(
                id, EventPattern.Parse($$"""{"a":["x{{id}}","y{{id}}"],"b":[{"anything-but":"{{id}}"}]}"""))));
        var values = string.Join(',', ids.Select(id => $"\"x{id}\",\"q{id}\",\"y{id}\""));

        Assert.Equal(ids, set.Match(Encoding.UTF8.GetBytes($"{{\"a\":[{values}],\"b\":\"q\"}}")));
        Assert.Equal(ids.Except(["7"]), set.Match(Encoding.UTF8.GetBytes($"{{\"a\":[{values}],\"b\":\"7\"}}")));
        Assert.Equal(["7"], set.Match("""{"a":["q7","y7"],"b":"q"}"""u8));
    }

    [Fact]
    public void A_rule_about_another_field_is_found_beside_hundreds_that_share_one()
    {
        var rules = Enumerable.Range(0, 300).Select(
            number => KeyValuePair.Create($"{number}", EventPattern.Parse($$"""{"type":["t{{number % 10}}"],"id":["{{number}}"]}""")));
        var set = RuleSet.Build(rules.Prepend(KeyValuePair.Create("source", EventPattern.Parse("""{"source":["s"]}"""))));

        Assert.Equal(["source", "11"], set.Match("""{"source":"s","type":"t1","id":"11"}"""u8));
        Assert.Equal(["source"], set.Match("""{"source":"s","type":"t2","id":"11"}"""u8));
        Assert.Equal(["11", "22"], set.Match("""{"type":["t1","t2"],"id":["11","22","33"]}"""u8));
    }

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
        var random = new RandomPartitions(seed);
        var rules = AssertDecidesAsReference(seed, 380, random.Pattern, 25, random.Event);
        Assert.True(rules >= 256, $"seed {seed}: {rules}");
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
            set.Match(Given.Event(text), buffer);
            AssertSame(seed, i, "checked", text, accepted, expected, buffer);
        }

        return accepted.Length;
    }

    private static void AssertSame(
        int seed, int number, string how, string @event, (string Id, string Text)[] rules, string[] expected, MatchBuffer found)
    {
        var wrong = expected.Except(found.RuleIds.ToArray()).Concat(found.RuleIds.ToArray().Except(expected)).FirstOrDefault();
        Assert.True(
            wrong is null, $"seed {seed}, event {number}, {how}: {wrong} {rules.FirstOrDefault(rule => rule.Id == wrong).Text}\n{@event}");
        Assert.Equal(expected, found.RuleIds.ToArray());
    }
}
