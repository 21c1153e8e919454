using System.Text.Json.Nodes;
using Waybill.Local.Endpoints.Logs;
using Waybill.Local.Logs;
using Waybill.Local.Tests.Bus;
using Waybill.Local.Tests.Metrics;

namespace Waybill.Local.Tests.Logs;

/// <summary>Calls and answers, in <c>log-calls.json</c>; the clock starts at 2030-05-01 12:00.</summary>
public sealed class LogsApiTests : IAsyncLifetime
{
    private static readonly JsonArray All = TestApi.Cases("Logs", "log-calls.json");

    private static readonly LogGroupName Group = new(TestApi.Home, "g");

    private readonly ManualTime _time = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-logs-");
    private LogGroups _groups = null!;

    public static TheoryData<string> Cases => [.. All.Select(one => (string)one!["name"]!)];

    private LogsApi Api => new(_groups, _time);

    public ValueTask InitializeAsync()
    {
        _groups = LogGroups.Open(_folder.FullName, TestApi.Home, new LogOptions(), _time, _ => { });
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Logs_answer_as_AWS_does(string name) => Api.HoldsAsync(All.Single(one => (string)one!["name"]! == name)!, _time.Advance);

    [Fact]
    public async Task Pages_of_either_direction_and_of_a_search_hold_every_event_once()
    {
        for (var i = 0; i < 250; i++)
        {
            _groups.Keep(Group, i % 3 == 0 ? "a" : "b", $"line {i}");
            _time.Advance(TimeSpan.FromMilliseconds(i % 4 == 0 ? 1 : 0));
        }

        var forward = await PagesAsync("GetLogEvents", "nextForwardToken", """, "logStreamName": "b", "startFromHead": true""");
        var backward = await PagesAsync("GetLogEvents", "nextBackwardToken", """, "logStreamName": "b" """);
        var search = await PagesAsync("FilterLogEvents", "nextToken", """, "filterPattern": "line" """);

        var expected = Enumerable.Range(0, 250).Select(i => $"line {i}").ToList();
        Assert.Equal(expected.Where((_, i) => i % 3 != 0), forward.SelectMany(page => page));
        Assert.Equal(expected.Where((_, i) => i % 3 != 0), backward.AsEnumerable().Reverse().SelectMany(page => page));
        Assert.Equal(expected, search.SelectMany(page => page));
    }

    [Fact]
    public async Task A_page_holds_a_megabyte()
    {
        await _groups.PutAsync(Group, null, TestContext.Current.CancellationToken);
        for (var i = 0; i < 3; i++)
        {
            _groups.Keep(Group, "s", new string('x', 500_000));
        }

        foreach (var call in new[] { "GetLogEvents", "FilterLogEvents" })
        {
            var answer = await Api.CallAsync(
                call, $$"""{"logGroupName":"g"{{(call == "GetLogEvents" ? ",\"logStreamName\":\"s\",\"startFromHead\":true" : "")}}}""");
            Assert.Equal(2, answer["events"]!.AsArray().Count);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _groups.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<List<List<string>>> PagesAsync(string call, string tokenName, string members)
    {
        var pages = new List<List<string>>();
        string? token = null;
        while (true)
        {
            var next = token is null ? "" : $$""", "nextToken": "{{token}}" """;
            var answer = await Api.CallAsync(call, $$"""{ "logGroupName": "g", "limit": 7{{members}}{{next}} }""");
            pages.Add([.. answer["events"]!.AsArray().Select(one => (string)one!["message"]!)]);
            var following = (string?)answer[tokenName];
            if (following is null || following == token)
            {
                return pages;
            }

            token = following;
        }
    }
}
