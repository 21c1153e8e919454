using System.Text.RegularExpressions;

namespace Waybill.Clients.Tests;

/// <summary>What the laptop serves is called by clients; <c>docs/laptop-operations.md</c>, which is held to the code, says
/// what that is.</summary>
public sealed partial class CoverageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(RunningLaptop.Root, "docs", "laptop-operations.md"));

    [Theory]
    [InlineData("EventBridge", "eventbridge")]
    [InlineData("SQS", "sqs")]
    [InlineData("STS", "sts")]
    [InlineData("Lambda", "lambda")]
    [InlineData("CloudWatch", "cloudwatch")]
    [InlineData("CloudWatch Logs", "logs")]
    public void Every_operation_served_is_called_by_clients(string heading, string service)
    {
        var section = Page.Split("\n## ").Single(part => part.StartsWith($"{heading}\n", StringComparison.Ordinal));
        var served = Operation.Matches(section).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

        var called = Script.Calls[service]!.AsArray().Select(call => (string)call!["operation"]!).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(served);
        Assert.True(served.SetEquals(called),
            $"Not called in calls.json: {string.Join(", ", served.Except(called))}; "
                + $"not served: {string.Join(", ", called.Except(served))}.");
    }

    [GeneratedRegex("`(?<name>[A-Za-z]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Operation { get; }
}
