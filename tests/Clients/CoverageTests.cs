using System.Text.RegularExpressions;

namespace Waybill.Clients.Tests;

/// <summary>Each operation the laptop serves is called by two SDKs at least, for both make all calls of <c>calls.json</c>;
/// <c>docs/laptop-operations.md</c>, which is held to the code, says what is served.</summary>
public sealed partial class CoverageTests
{
    private static readonly Dictionary<string, string> Sections = File
        .ReadAllText(Path.Combine(RunningLaptop.Root, "docs", "laptop-operations.md")).Split("\n## ").Skip(1)
        .ToDictionary(section => section[..section.IndexOf('\n', StringComparison.Ordinal)], StringComparer.Ordinal);

    public static TheoryData<string> Headings => [.. Sections.Keys];

    [Theory]
    [MemberData(nameof(Headings))]
    public void Every_operation_served_is_called_by_clients(string heading)
    {
        var served = Operation.Matches(Sections[heading]).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(served);

        var calls = Script.Calls.GetValueOrDefault(Service(heading)) ?? [];
        var called = calls.Select(call => (string)call!["operation"]!).ToHashSet(StringComparer.Ordinal);

        Assert.True(served.SetEquals(called),
            $"Not called in calls.json: {string.Join(", ", served.Except(called))}; "
                + $"not served: {string.Join(", ", called.Except(served))}.");
    }

    [Fact]
    public void The_CLI_calls_every_service() => Assert.Equal(
        Sections.Keys.Select(Service).Select(service => service == "eventbridge" ? "events" : service).Order(StringComparer.Ordinal),
        Script.CliCalls.Keys.Order(StringComparer.Ordinal));

    private static string Service(string heading) => heading switch
    {
        "CloudWatch Logs" => "logs",
        "SES v2" => "sesv2",
        _ => heading.ToLowerInvariant(),
    };

    /// <summary>What is refused has a text behind it.</summary>
    [GeneratedRegex("^- `(?<name>[A-Za-z]+)`\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Operation { get; }
}
