using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Metrics;
using Waybill.Local.Tests.Bus;
using Waybill.Local.Tests.Functions;

namespace Waybill.Local.Tests.Metrics;

/// <summary>What the laptop says of itself, where AWS's services would say it.</summary>
public sealed class EmissionTests
{
    private static readonly Scope Home = new("123456789012", "eu-central-1");
    private static readonly Scope West = new("210987654321", "us-west-2");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_queue_of_another_account_and_region_holds_is_said_there()
    {
        var time = new ManualTime();
        var there = TestCloud.Queue("confirmations") with { Arn = West.Queue("confirmations") };
        await using var bus = new TestBus(TestCloud.Model(queues: [TestCloud.Queue("confirmations"), there]), time);
        var metrics = new MetricStore(time);
        await bus.SendAsync("confirmations", "here");
        await bus.Queues.SendAsync(
            [.. Enumerable.Range(0, 3).Select(_ => bus.Queues.Prepare(there.Arn, "there", MessageAttribute.None, null, delay: null))],
            Cancelled);

        new QueueGauges(bus.Queues, metrics).Sample(time.GetUtcNow());

        Assert.Equal(
            [1.0, 3.0],
            new[] { Home, West }.Select(scope => Sum(metrics, scope, "AWS/SQS", "ApproximateNumberOfMessagesVisible", time)));
    }

    [Fact]
    public async Task What_a_rule_of_another_account_and_region_did_is_said_there()
    {
        await using var bus = new TestBus(TestCloud.Model());
        var rule = new Rule(
            "all", West.Rule(EventBus.Default, "all"), EventBus.Default, """{"source":["shop.orders"]}""", Enabled: true, []);
        await bus.Account.ChangeAsync(change => change.Put(rule), Cancelled);

        await bus.PublishAsync(TestBus.Event() with { BusArn = West.Bus(EventBus.Default) });
        bus.Router.FlushMetrics();

        Assert.Equal(
            ["MatchedEvents", "TriggeredRules"],
            bus.Metrics.Where(metric => metric.Scope == West).Select(metric => metric.Name).Order(StringComparer.Ordinal));
        Assert.All(bus.Metrics, metric => Assert.Equal(West, metric.Scope));
    }

    [Fact]
    public async Task What_a_function_of_another_account_and_region_did_and_logs_is_said_there()
    {
        const string Line = """{"_aws":{"Timestamp":1700000000000,"CloudWatchMetrics":[{"Namespace":"Waybill","""
            + """ "Dimensions":[[]],"Metrics":[{"Name":"EventsHandled"}]}]},"EventsHandled":3}""";
        await using var bench = await Bench.StartAsync(Bench.Sample() with { Arn = West.Arn("lambda", "function:sample") });

        await bench.InvokeAsync($"say {Line}");
        await bench.HearAsync("answered");

        Assert.Contains(("AWS/Lambda", "Invocations"), Listed(bench.Metrics, West));
        Assert.Contains(("Waybill", "EventsHandled"), Listed(bench.Metrics, West));
        Assert.Equal(bench.Metrics.Totals().Count, Listed(bench.Metrics, West).Count());
    }

    private static IEnumerable<(string, string)> Listed(MetricStore metrics, Scope scope) =>
        metrics.List(scope).Select(metric => (metric.Id.Namespace, metric.Id.Name));

    private static double Sum(MetricStore metrics, Scope scope, string @namespace, string name, ManualTime time) =>
        metrics.List(scope).Where(metric => metric.Id.Namespace == @namespace && metric.Id.Name == name)
            .SelectMany(metric => metrics.Points(
                metric.Id, null, DateTimeOffset.UnixEpoch, time.GetUtcNow().AddHours(1), TimeSpan.FromMinutes(1)))
            .Sum(point => point.Values.Sum);
}
