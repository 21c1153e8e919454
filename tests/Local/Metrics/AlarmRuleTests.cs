using Waybill.Local.Account.Composite;

namespace Waybill.Local.Tests.Metrics;

public sealed class AlarmRuleTests
{
    private static readonly Dictionary<string, string> States = new(StringComparer.Ordinal)
    {
        ["a"] = "ALARM",
        ["o"] = "OK",
        ["i"] = "INSUFFICIENT_DATA",
        ["with \"quotes\""] = "ALARM",
        ["AND"] = "OK",
    };

    [Theory]
    [InlineData("ALARM(a)", true)]
    [InlineData("ALARM(\"a\")", true)]
    [InlineData("ALARM( a )", true)]
    [InlineData("OK(a)", false)]
    [InlineData("INSUFFICIENT_DATA(i)", true)]
    [InlineData("ALARM(gone)", false)]
    [InlineData("NOT ALARM(gone)", true)]
    [InlineData("TRUE", true)]
    [InlineData("false", false)]
    [InlineData("NOT NOT TRUE", true)]
    [InlineData("NOT TRUE OR TRUE", true)]
    [InlineData("NOT (TRUE OR TRUE)", false)]
    [InlineData("TRUE OR TRUE AND FALSE", true)]
    [InlineData("(TRUE OR TRUE) AND FALSE", false)]
    [InlineData("(ALARM(a) OR ALARM(o)) AND\n\tOK(o)", true)]
    [InlineData("ALARM(\"with \\\"quotes\\\"\") AND OK(AND)", true)]
    public void Holds_or_does_not(string rule, bool holds) => Assert.Equal(holds, AlarmRule.Parse(rule).Holds(States.GetValueOrDefault));

    [Theory]
    [InlineData("", "1 to 10240 characters, not 0")]
    [InlineData("ALARM", "the end at character 6 where '(' belongs")]
    [InlineData("ALARM()", "')' at character 7 where an alarm's name or ARN belongs")]
    [InlineData("ALARM(\"a)", "the end at character 10 where '\"' belongs")]
    [InlineData("ALARM(a) OK(o)", "'OK(o)' at character 10 where AND, OR or the end belongs")]
    [InlineData("AND TRUE", "'AND TRUE' at character 1")]
    [InlineData("(TRUE", "the end at character 6 where ')' belongs")]
    [InlineData("TRUEST", "'TRUEST' at character 1")]
    [InlineData("alarm(a)", "'alarm(a)' at character 1")]
    public void Says_where_a_text_is_no_rule(string rule, string message) => Assert.Contains(
        message, Assert.Throws<AlarmRuleException>(() => AlarmRule.Parse(rule)).Message, StringComparison.Ordinal);

    [Fact]
    public void Bounds_alarms_elements_and_depth()
    {
        string Named(int count) => string.Join(" OR ", Enumerable.Range(0, count).Select(n => $"ALARM(a{n})"));

        Assert.Equal(100, AlarmRule.Parse(Named(100)).Alarms.Count);
        Assert.Contains(
            "101 alarms", Assert.Throws<AlarmRuleException>(() => AlarmRule.Parse(Named(101))).Message, StringComparison.Ordinal);
        foreach (var endless in new[] { new string('(', 10_000), string.Concat(Enumerable.Repeat("NOT ", 2500)) })
        {
            Assert.Contains(
                "more than 500 elements", Assert.Throws<AlarmRuleException>(() => AlarmRule.Parse(endless)).Message,
                StringComparison.Ordinal);
        }
    }
}
