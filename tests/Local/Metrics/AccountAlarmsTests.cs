using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Metrics;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Metrics;

public sealed class AccountAlarmsTests : IDisposable
{
    private static readonly Scope Home = new("123456789012", "eu-central-1");
    private static readonly Scope West = new("210987654321", "us-west-2");

    private readonly ManualTime _time = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("waybill-alarms-").FullName;
    private readonly List<AlarmChange> _changes = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Alarms_of_the_same_name_in_two_regions_keep_their_states_and_histories_over_a_restart()
    {
        await using (var bus = Open())
        {
            var alarms = Alarms(bus);
            await PutAsync(bus, Alarm(Home), Alarm(West));
            await alarms.Of(West).SetStateAsync("deep", AlarmState.Alarm, "set", null);
            await bus.SettleAsync();
        }

        await using var again = Open();
        var kept = Alarms(again);
        Assert.Equal(
            [AlarmState.InsufficientData, AlarmState.Alarm],
            new[] { Home, West }.Select(scope => Assert.Single(kept.Of(scope).All).Status.State));
        Assert.Equal([1, 2], new[] { Home, West }.Select(scope => kept.Of(scope).History.Count));
        await again.Account.ChangeAsync(change => AlarmOperations.Delete(change, [Alarm(Home)]), Cancelled);
        Assert.Empty(kept.Of(Home).All);
        Assert.Single(kept.Of(West).All);
    }

    [Fact]
    public async Task A_change_of_state_is_heard_on_the_default_bus_of_the_alarms_region()
    {
        await using var bus = Open();
        var queue = TestCloud.Queue("heard", policy: [TestCloud.FromEventBridge("heard")]);
        var rule = new Rule(
            "alarms", West.Rule(EventBus.Default, "alarms"), EventBus.Default, """{"source":["aws.cloudwatch"]}""", Enabled: true,
            [new RuleTarget("q", queue.Arn, null, 185, TimeSpan.FromDays(1))]);
        await bus.Account.ChangeAsync(
            change =>
            {
                change.Put(queue);
                change.Put(rule);
            },
            Cancelled);
        var alarms = Alarms(bus);
        await PutAsync(bus, Alarm(Home), Alarm(West));
        foreach (var scope in new[] { Home, West })
        {
            await alarms.Of(scope).SetStateAsync("deep", AlarmState.Alarm, "set", null);
        }

        await bus.SettleAsync();
        var heard = Assert.Single(await bus.ReceiveAsync("heard"));
        Assert.Contains(Alarm(West).Arn, heard.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_has_happened_to_alarms_after_clearing_nor_does_a_late_evaluation()
    {
        await using (var bus = Open())
        {
            var alarms = Alarms(bus);
            await PutAsync(bus, Alarm(Home));
            var seen = (MetricAlarm)alarms.Of(Home).Find("deep")!.Definition;
            await alarms.Of(Home).SetStateAsync("deep", AlarmState.Alarm, "set", null);

            await alarms.ClearAsync(Cancelled);
            alarms.Of(Home).Evaluated(seen, AlarmState.Alarm, _ => ("too late", "{}"), _time.GetUtcNow());

            Assert.Equal(AlarmState.InsufficientData, Assert.Single(alarms.Of(Home).All).Status.State);
            Assert.Empty(alarms.Of(Home).History);
            await bus.SettleAsync();
        }

        await using var again = Open();
        var kept = Alarms(again).Of(Home);
        Assert.Equal(AlarmState.InsufficientData, Assert.Single(kept.All).Status.State);
        Assert.Empty(kept.History);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static MetricAlarm Alarm(Scope scope) =>
        TestAlarms.Watched with { Name = "deep", Arn = scope.Arn("cloudwatch", "alarm:deep") };

    private static Task PutAsync(TestBus bus, params AlarmDefinition[] alarms) => bus.Account.ChangeAsync(
        change => Array.ForEach(alarms, alarm => AlarmOperations.Put(change, alarm)), Cancelled);

    private TestBus Open() => new(TestCloud.Model(), _time, _folder);

    private AccountAlarms Alarms(TestBus bus) => new(
        bus.Account, bus.Store, bus.Router, bus.Topics, _changes.Add, warning => Assert.Fail(warning), _time);
}
