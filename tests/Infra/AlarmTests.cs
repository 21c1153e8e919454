using System.Text.RegularExpressions;

namespace Waybill.Infra;

/// <summary>What an alarm tells whoever is woken by it.</summary>
public sealed partial class AlarmTests(SynthesizedStacks stacks)
{
    private const int Longest = 1_024;

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Each_says_what_is_wrong_what_to_type_and_where_to_read_on(string environment)
    {
        var alarms = stacks.Stacks(environment).SelectMany(stack => stack.Of("AWS::CloudWatch::Alarm")).ToList();
        string[] consumers = [.. Cases.Functions.Readings.Select(one => one.Consumer)];

        Assert.NotEmpty(alarms);
        Assert.All(alarms, alarm =>
        {
            var (name, text) = ((string)alarm.Properties["AlarmName"]!, (string)alarm.Properties["AlarmDescription"]!);
            var said = Text.Match(text);
            Assert.True(said.Success && text.Length <= Longest, $"{name}: {text}");
            Assert.Equal(environment, said.Groups["environment"].Value);
            Assert.Contains(said.Groups["section"].Value, name, StringComparison.Ordinal);
            Assert.True(
                said.Groups["about"].Value is "" or ['s', 'h', 'o', 'p', '.', ..] || consumers.Contains(said.Groups["about"].Value), text);
        });
        Assert.Equal(
            ["dead-letters", "errors", "failed-invocations", "lost", "oldest-message", "throttles", "uncatalogued"],
            alarms.Select(alarm => Text.Match((string)alarm.Properties["AlarmDescription"]!).Groups["section"].Value)
                .Distinct().Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(
        """
        \A[A-Z].+\.
        Look: \./waybill (status|failures|trace)( (?<about>\S+))? --env (?<environment>\S+)
        What to do: docs/failures\.md\#(?<section>[a-z-]+)\z
        """,
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Text { get; }
}
