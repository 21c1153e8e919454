namespace Waybill.EventPatterns.Tests;

/// <summary>What the message of a refusal has around its reason; the reasons themselves are in <c>cases/errors.json</c>.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void The_message_quotes_the_pattern_and_says_where_it_is_wrong() => Assert.Equal(
        """Event pattern is not valid. Reason: "a" must be an object or an array""" + "\n"
        + """ at [Source: (String)"{"a":7}"; line: 1, column: 7]""",
        Refusal("""{"a":7}""").Message);

    [Fact]
    public void Of_a_long_pattern_the_first_500_characters_are_quoted()
    {
        var whole = $"{{\"{new string('a', 494)}\":7";
        Assert.Equal(499, whole.Length);
        Assert.Contains($"(String)\"{whole}}}\"; line: 1, column: 500]", Refusal($"{whole}}}").Message);
        Assert.Contains($"(String)\"{whole}}}\"[truncated 1 chars]; line: 1, column: 500]", Refusal($"{whole}}} ").Message);
    }

    [Fact]
    public void Control_characters_are_quoted_as_escapes_and_lines_as_they_are() =>
        Assert.Contains("(String)\"{\\u0009\r\n\"a\":\\u007F7}\"", Refusal("{\t\r\n\"a\":\u007f7}").Message);

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused_as_a_whole()
    {
        var refusal = Assert.Throws<InvalidEventPatternException>(() => EventPattern.Parse([(byte)'{', 0xFF]));
        Assert.Equal(("Invalid UTF-8", 1, 1, ""), (refusal.Reason, refusal.Line, refusal.Column, refusal.Pointer));
    }

    [Fact]
    public void A_number_of_a_thousand_characters_is_not_too_long()
    {
        var text = $"{{\"a\":[{new string('1', 1000)}]}}";
        Assert.True(EventPattern.Parse(text).Matches(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData(400, true)]
    [InlineData(401, false)]
    public void All_branches_within_branches_count(int count, bool isAccepted)
    {
        var pattern = $"{{\"$or\":[{Branches(600)},{Branches(count)}]}}";
        var refusal = Record.Exception(() => EventPattern.Parse(pattern)) as InvalidEventPatternException;
        Assert.Equal(isAccepted ? null : "$or makes more than 1000 combinations; at most 1000 are allowed.", refusal?.Reason);

        static string Branches(int count) => $"{{\"$or\":[{string.Join(',', Enumerable.Repeat("{\"a\":[1]}", count))}]}}";
    }

    [Fact]
    public void Nothing_at_all_is_the_callers_mistake()
    {
        Assert.Equal("json", Assert.Throws<ArgumentNullException>(() => EventPattern.Parse((string)null!)).ParamName);
        Assert.Equal("other", Assert.Throws<ArgumentNullException>(() => EventPattern.Parse("""{"a":[1]}""").Overlaps(null!)).ParamName);
    }

    [Theory]
    [InlineData("exactly prefix suffix equals-ignore-case wildcard anything-but exists numeric cidr = < <= > >=")]
    [InlineData("regex not-wildcard not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before in-date-range")]
    [InlineData("ip-address-in-range ip-address-not-in-range")]
    public void Names_that_mean_something_or_may_one_day_are_refused_in_branches(string names) => Assert.All(names.Split(' '), name =>
    {
        var refusal = Refusal($$"""{"$or":[{"a":[1]},{"{{name}}":[1]}]}""");
        Assert.Equal($"{name} is Ruler reserved fieldName which cannot be used inside $or.", refusal.Reason);
        Assert.Equal($"/$or/1/{name}", refusal.Pointer);
    });

    private static InvalidEventPatternException Refusal(string pattern) =>
        Assert.Throws<InvalidEventPatternException>(() => EventPattern.Parse(pattern));
}
