using Waybill.Local.Account;
using Waybill.Local.Metrics;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Metrics;

/// <summary>Alarms that come, go, are set and evaluated in any sequence, held against a model that knows only the last of each.</summary>
public sealed class AlarmPropertyTests
{
    private static readonly string[] Names = ["a", "b", "c"];

    private readonly ManualTime _time = new();
    private readonly List<AlarmChange> _changes = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Every_state_is_what_the_last_minute_or_the_last_request_made_it(int seed)
    {
        var random = new Random(seed);
        var metrics = new MetricStore(_time);
        var alarms = TestAlarms.Of(_time, _changes.Add);
        await using var evaluator = new AlarmEvaluator(() => [alarms], metrics, _ => { }, _time);
        var states = new SortedDictionary<string, string>(StringComparer.Ordinal);
        // The evaluation range is three minutes, and the newest data point counts: what each minute's sum was, the current one's first.
        var minutes = Names.ToDictionary(name => name, _ => new LinkedList<int>([0, 0, 0]), StringComparer.Ordinal);
        var reported = new Dictionary<string, string>(StringComparer.Ordinal);

        for (var step = 0; step < 500; step++)
        {
            var name = Names[random.Next(Names.Length)];
            switch (random.Next(5))
            {
                case 0:
                    await alarms.PutAsync(Alarm(name));
                    states.TryAdd(name, "INSUFFICIENT_DATA");
                    break;
                case 1 when random.Next(4) == 0:
                    await (alarms.Find(name) is { } found ? alarms.DeleteAsync(found.Definition) : Task.CompletedTask);
                    states.Remove(name);
                    break;
                case 2:
                    var state = AlarmState.All[random.Next(3)];
                    Assert.Equal(states.ContainsKey(name), await alarms.SetStateAsync(name, state, "set", null));
                    if (states.ContainsKey(name))
                    {
                        states[name] = state;
                    }

                    break;
                case 3:
                    minutes[name].First!.Value++;
                    metrics.Put(new Metric(TestApi.Home, "N", name, new Dictionary<string, string>(), 1, _time.GetUtcNow()));
                    break;
                default:
                    _time.Advance(TimeSpan.FromMinutes(1));
                    foreach (var alarm in states.Keys.ToList())
                    {
                        states[alarm] = minutes[alarm].FirstOrDefault(sum => sum > 0) > 1 ? "ALARM" : "OK";
                    }

                    foreach (var sums in minutes.Values)
                    {
                        sums.AddFirst(0);
                        sums.RemoveLast();
                    }

                    break;
            }

            Assert.Equal(states, alarms.All.ToDictionary(alarm => alarm.Definition.Name, alarm => alarm.Status.State));
        }

        foreach (var change in _changes)
        {
            Assert.NotEqual(change.From, change.To);
            // A name that was deleted starts anew.
            Assert.True(change.From == "INSUFFICIENT_DATA" || reported[change.Name] == change.From);
            reported[change.Name] = change.To;
        }
    }

    private static MetricAlarm Alarm(string name) => TestAlarms.Watched with
    {
        Name = name,
        Arn = $"arn:aws:cloudwatch:eu-central-1:000000000000:alarm:{name}",
        Namespace = "N",
        MetricName = name,
        Dimensions = new Dictionary<string, string>(),
        Statistic = "Sum",
        Threshold = 1,
    };
}
