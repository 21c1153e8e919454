using System.Text.Json.Nodes;
using Waybill.Local.Endpoints.CloudWatch;
using Waybill.Local.Metrics;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Metrics;

/// <summary>Calls and answers, in <c>cloudwatch-calls.json</c> and <c>alarm-calls.json</c>; the clock starts at 2030-05-01 12:00.</summary>
public sealed class CloudWatchTests
{
    private static readonly JsonArray Metrics = TestApi.Cases("Metrics", "cloudwatch-calls.json");
    private static readonly JsonArray AlarmCalls = TestApi.Cases("Metrics", "alarm-calls.json");

    private readonly ManualTime _time = new();

    public static TheoryData<string> MetricCases => [.. Metrics.Select(one => (string)one!["name"]!)];

    public static TheoryData<string> AlarmCases => [.. AlarmCalls.Select(one => (string)one!["name"]!)];

    [Theory]
    [MemberData(nameof(MetricCases))]
    public Task Metrics_are_put_and_read_as_in_CloudWatch(string name) => HoldsAsync(Metrics, name);

    [Theory]
    [MemberData(nameof(AlarmCases))]
    public Task Alarms_are_kept_as_in_CloudWatch(string name) => HoldsAsync(AlarmCalls, name);

    [Fact]
    public async Task Lists_five_hundred_metrics_a_page()
    {
        var metrics = new MetricStore(_time);
        for (var i = 0; i < 501; i++)
        {
            metrics.Put(new Metric(TestApi.Home, "N", $"M{i}", new Dictionary<string, string>(), 1, _time.GetUtcNow()));
        }

        await using var bus = new TestBus(TestCloud.Model(), _time);
        var api = new CloudWatchApi(bus.Account, metrics, Alarms(bus).Of, _time);
        var first = await api.CallAsync("ListMetrics", "{}");
        var second = await api.CallAsync("ListMetrics", $$"""{"NextToken":"{{first["NextToken"]}}"}""");

        Assert.Equal((500, 1), (first["Metrics"]!.AsArray().Count, second["Metrics"]!.AsArray().Count));
        Assert.Null(second["NextToken"]);
    }

    private async Task HoldsAsync(JsonArray cases, string name)
    {
        var metrics = new MetricStore(_time);
        await using var bus = new TestBus(TestCloud.Model(), _time);
        var alarms = Alarms(bus);
        await using var evaluator = new AlarmEvaluator(() => alarms.All, metrics, _ => { }, _time);
        await new CloudWatchApi(bus.Account, metrics, alarms.Of, _time)
            .HoldsAsync(cases.Single(one => (string)one!["name"]! == name)!, _time.Advance);
    }

    private AccountAlarms Alarms(TestBus bus) =>
        new(bus.Account, bus.Store, bus.Router, bus.Topics, _ => { }, warning => Assert.Fail(warning), _time);
}
