using System.Text.Json;
using Waybill.EventPatterns.Inputs;
using Waybill.Local.Bus.Deliveries;
using Waybill.Local.Logs;
using static Waybill.Local.Tests.Bus.Delivering;

namespace Waybill.Local.Tests.Bus;

/// <summary>What rules hand to log groups.</summary>
public sealed class LogGroupTargetTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_log_group_gets_each_event_as_a_line_and_one_that_is_not_there_makes_it_a_dead_letter()
    {
        await using var bus = new TestBus(TestCloud.Model());
        await using var logs = LogGroups.Open(bus.Folder, Home, new LogOptions(), bus.Time, warning => Assert.Fail(warning));
        await logs.CreateAsync(new LogGroupName(Home, "/aws/events/orders"), Cancelled);
        await PutAsync(
            bus, Rule("there", TestCloud.BusName, TestCloud.Arn("logs", "log-group:/aws/events/orders:*")),
            Rule("nowhere", TestCloud.BusName, TestCloud.Arn("logs", "log-group:none"),
                deadLetters: TestCloud.QueueArn("confirmations-dlq")));
        await using var deliverer = Deliverer(bus, deliveries => deliveries.By(new LogGroupTarget(logs, bus.Time).WriteAsync));

        var id = Assert.Single(await bus.PublishAsync(TestBus.Event()));

        var letter = Assert.Single(await bus.ReceiveAsync("confirmations-dlq", wait: TimeSpan.FromSeconds(20)));
        Assert.Equal("NO_RESOURCE", letter.Attributes["ERROR_CODE"].Value);
        IReadOnlyList<LogEvent> lines;
        while ((lines = await LinesAsync(logs, new LogGroupName(Home, "/aws/events/orders"))).Count == 0)
        {
            await Task.Delay(10, Cancelled);
        }

        Assert.Equal(id, JsonElement.Parse(Assert.Single(lines).Message).GetProperty("id").GetString());
        Assert.Equal("there", lines[0].Stream);
    }

    [Fact]
    public async Task Many_lines_are_written_each_once_and_those_of_a_group_that_is_not_there_are_dead_letters()
    {
        const int Events = 300;
        await using var bus = new TestBus(TestCloud.Model(rules: []));
        await using var logs = LogGroups.Open(bus.Folder, Home, new LogOptions(), bus.Time, warning => Assert.Fail(warning));
        var group = new LogGroupName(Home, "/aws/events/orders");
        await logs.CreateAsync(group, Cancelled);
        await PutAsync(
            bus, Rule("one", TestCloud.BusName, TestCloud.Arn("logs", "log-group:/aws/events/orders")),
            Rule("two", TestCloud.BusName, TestCloud.Arn("logs", "log-group:/aws/events/orders")),
            Rule("nowhere", TestCloud.BusName, TestCloud.Arn("logs", "log-group:none"),
                deadLetters: TestCloud.QueueArn("confirmations-dlq")));
        await using var deliverer = Deliverer(bus, deliveries => deliveries.By(new LogGroupTarget(logs, bus.Time).WriteAsync));

        var ids = await bus.PublishAsync([.. Enumerable.Range(0, Events).Select(_ => TestBus.Event())]);
        await UntilAsync(() => !bus.Store.Reader.DueDeliveries(bus.Time.GetUtcNow(), [], 1).Any());

        await UntilAsync(() => bus.Queue("confirmations-dlq").Depth().Visible == Events);
        var lines = await LinesAsync(logs, group);
        Assert.All(["one", "two"], stream => Assert.Equal(
            ids.Order(StringComparer.Ordinal),
            lines.Where(line => line.Stream == stream).Select(line => JsonElement.Parse(line.Message).GetProperty("id").GetString()!)
                .Order(StringComparer.Ordinal)));
    }

    /// <summary>EventBridge user guide, <c>eb-transform-target-input</c>, example for a log group.</summary>
    [Theory]
    [InlineData("""{"timestamp":<time>,"message":"{\"id\":\"<id>\",\"none\":\"<none>\"}"}""", """{"id":"1","none":""}""", true)]
    [InlineData("""{"timestamp":<time>,"message":<id>}""", "1", true)]
    [InlineData("""{"message":<id>}""", """{"message":"1"}""", false)]
    [InlineData("\"order <id>\"", "\"order 1\"", false)]
    public async Task A_log_group_gets_the_time_and_the_text_that_a_transformer_makes(string template, string message, bool asOfTheEvent)
    {
        await using var bus = new TestBus(TestCloud.Model(rules: []));
        await using var logs = LogGroups.Open(bus.Folder, Home, new LogOptions(), bus.Time, warning => Assert.Fail(warning));
        var group = new LogGroupName(Home, "/aws/events/orders");
        await logs.CreateAsync(group, Cancelled);
        var rule = Rule("there", TestCloud.BusName, TestCloud.Arn("logs", "log-group:/aws/events/orders"));
        var input = TargetInput.Transformer(template, new Dictionary<string, string>
        {
            ["time"] = "$.time",
            ["id"] = "$.detail.orderId",
            ["none"] = "$.detail.none",
        });
        await PutAsync(bus, rule with { Targets = [rule.Targets[0] with { Input = input }] });
        await using var deliverer = Deliverer(bus, deliveries => deliveries.By(new LogGroupTarget(logs, bus.Time).WriteAsync));

        var sent = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
        await bus.PublishAsync(TestBus.Event() with { Time = sent });

        IReadOnlyList<LogEvent> lines;
        while ((lines = await LinesAsync(logs, group)).Count == 0)
        {
            await Task.Delay(10, Cancelled);
        }

        Assert.Equal(message, lines[0].Message);
        Assert.Equal(asOfTheEvent, lines[0].Time == sent.ToUnixTimeMilliseconds());
        Assert.Equal((1, 0), (bus.Router.EventsPublished, bus.Router.EventsDelivered));
    }

    private static async Task<IReadOnlyList<LogEvent>> LinesAsync(LogGroups logs, LogGroupName group)
    {
        var reader = await logs.ReadAsync(Cancelled);
        return reader.OfGroup(reader.Group(group).Id, null, LogPosition.First, 0, long.MaxValue, 1_000);
    }
}
