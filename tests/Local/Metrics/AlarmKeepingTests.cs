using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Metrics;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Metrics;

public sealed class AlarmKeepingTests
{
    private readonly ManualTime _time = new();
    private readonly Dictionary<string, string> _kept = new(StringComparer.Ordinal);
    private readonly List<string> _history = [];
    private readonly List<AlarmChange> _changes = [];
    private readonly List<AlarmAction> _actions = [];

    [Fact]
    public async Task Alarms_their_states_and_their_history_survive_a_restart()
    {
        var first = Open();
        await first.PutAsync(TestAlarms.Watched with { OkActions = ["arn:aws:sns:eu-central-1:000000000000:fine"] });
        var gone = TestAlarms.Watched with { Name = "gone", Arn = "arn:aws:cloudwatch:eu-central-1:000000000000:alarm:gone" };
        await first.PutAsync(gone);
        await first.PutAsync(new CompositeAlarm { Name = "any", Arn = "arn:any", Rule = "ALARM(dead-letters)" });
        await first.SetStateAsync("dead-letters", "ALARM", "a test", """{"a":1}""");
        await first.DeleteAsync(gone);

        var second = Open(first.All.Select(alarm => alarm.Definition));

        Assert.Equal(first.All, second.All);
        Assert.Equal(2, _kept.Count);
        Assert.Equal(first.History, second.History);
        Assert.Equal(["ALARM", "ALARM"], second.All.Select(alarm => alarm.Status.State));
        await second.SetStateAsync("dead-letters", "OK", "over", null);
        Assert.Equal("OK", second.Find("any")!.Status.State);
        Assert.Equal("arn:aws:sns:eu-central-1:000000000000:fine", Assert.Single(_actions).Arn);
    }

    [Fact]
    public async Task A_change_of_state_has_the_event_that_CloudWatch_puts_on_the_default_bus()
    {
        var alarms = Open();
        await alarms.PutAsync(TestAlarms.Watched with { Description = "orders wait" });
        await alarms.SetStateAsync("dead-letters", "OK", "first", null);
        _time.Advance(TimeSpan.FromSeconds(1.5));
        await alarms.SetStateAsync("dead-letters", "ALARM", "3 > 0", """{"version":"1.0"}""");

        Assert.Equal(["arn:aws:cloudwatch:eu-central-1:000000000000:alarm:dead-letters"], AlarmEvent.Resources(_changes[1]));
        var expected = JsonNode.Parse("""
            {
              "alarmName": "dead-letters",
              "configuration": { "description": "orders wait", "metrics": [ { "id": "m1", "metricStat": {
                "metric": { "dimensions": { "QueueName": "orders-dlq" }, "name": "Visible", "namespace": "AWS/SQS" },
                "period": 60, "stat": "Maximum" }, "returnData": true } ] },
              "previousState": { "reason": "first", "timestamp": "2030-05-01T12:00:00.000+0000", "value": "OK" },
              "state": { "reason": "3 > 0", "reasonData": "{\"version\":\"1.0\"}",
                "timestamp": "2030-05-01T12:00:01.500+0000", "value": "ALARM" }
            }
            """);
        var detail = JsonNode.Parse(AlarmEvent.Detail(_changes[1]));
        Assert.True(JsonNode.DeepEquals(expected, detail), detail!.ToJsonString());
    }

    [Fact]
    public async Task A_change_of_state_has_the_notification_that_SNS_hands_on()
    {
        var alarms = Open();
        await alarms.PutAsync(TestAlarms.Watched with { AlarmActions = ["arn:topic"] });
        await alarms.SetStateAsync("dead-letters", "ALARM", "3 > 0", null);

        var action = Assert.Single(_actions);
        var message = JsonNode.Parse(action.Message("000000000000", "eu-central-1"))!;
        Assert.Equal("ALARM: \"dead-letters\" in eu-central-1", action.Subject("eu-central-1"));
        Assert.Equal(("ALARM", "INSUFFICIENT_DATA"), ((string)message["NewStateValue"]!, (string)message["OldStateValue"]!));
        Assert.Equal("MAXIMUM", (string)message["Trigger"]!["Statistic"]!);
        Assert.Equal("QueueName", (string)message["Trigger"]!["Dimensions"]![0]!["name"]!);
    }

    [Fact]
    public async Task An_evaluation_of_an_alarm_that_is_gone_or_changed_changes_nothing()
    {
        var alarms = Open();
        await alarms.PutAsync(TestAlarms.Watched);
        var seen = (MetricAlarm)alarms.Find("dead-letters")!.Definition;
        await alarms.PutAsync(TestAlarms.Watched with { Threshold = 9 });
        alarms.Evaluated(seen, "ALARM", _ => ("too late", "{}"), _time.GetUtcNow());
        await alarms.DeleteAsync(seen);
        alarms.Evaluated(seen, "ALARM", _ => ("too late", "{}"), _time.GetUtcNow());

        Assert.Empty(_changes);
        Assert.Empty(alarms.All);
    }

    private Alarms Open(params IEnumerable<AlarmDefinition> alarms) => new(
        alarms.Select(alarm => new AlarmRecord(
            alarm, JsonSerializer.Deserialize(_kept[alarm.Name], AlarmJson.Default.AlarmStatus)!)),
        _history.Select(json => JsonSerializer.Deserialize(json, AlarmJson.Default.AlarmHistoryItem)!),
        new AlarmKeeping(
            record => Done(() => _kept[record.Definition.Name] = JsonSerializer.Serialize(record.Status, AlarmJson.Default.AlarmStatus)),
            name => Done(() => _kept.Remove(name)),
            item => Done(() => _history.Add(JsonSerializer.Serialize(item, AlarmJson.Default.AlarmHistoryItem)))),
        _changes.Add, _actions.Add, _time);

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
