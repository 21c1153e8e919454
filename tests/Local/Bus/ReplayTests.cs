using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus.Routing;

namespace Waybill.Local.Tests.Bus;

public sealed class ReplayTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Brings_the_events_of_a_span_of_time_once_more_in_their_order_with_new_ids_and_archives_none_again()
    {
        await using var bus = new TestBus(TestCloud.Model());
        var noon = DateTimeOffset.Parse("2026-03-01T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture);
        var ids = await bus.PublishAsync([.. Enumerable.Range(0, 250).Reverse().Select(
            minute => TestBus.Event($$"""{"n":{{minute}}}""") with { Time = noon.AddMinutes(minute) })]);
        await bus.Queue("confirmations").PurgeAsync(Cancelled);

        var replay = await RunAsync(bus, Replay(noon.AddMinutes(20), noon.AddMinutes(229)));

        var bodies = await DrainAsync(bus);
        Assert.Equal(Replay_Completed, (replay.State, replay.LastReplayed));
        Assert.Equal(Enumerable.Range(20, 210), bodies.Select(body => body.GetProperty("detail").GetProperty("n").GetInt32()));
        Assert.All(bodies, body => Assert.Equal("again", body.GetProperty("replay-name").GetString()));
        Assert.Empty(bodies.Select(body => body.GetProperty("id").GetString()!).Intersect(ids, StringComparer.Ordinal));
        Assert.Equal(250, bus.Store.Reader.ArchiveSize(TestCloud.Arn("events", "archive/all")).Events);
    }

    private static (string, DateTimeOffset?) Replay_Completed => (
        Waybill.Local.Account.Replay.Completed,
        DateTimeOffset.Parse("2026-03-01T15:49:00Z", System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public async Task Goes_only_to_the_rules_it_is_for()
    {
        await using var bus = new TestBus(TestCloud.Model(
            rules: [TestCloud.RuleTo("mail", "confirmations"), TestCloud.RuleTo("other", "confirmations-dlq", deadLetters: null)]));
        await bus.PublishAsync(TestBus.Event());
        await bus.Queue("confirmations").PurgeAsync(Cancelled);
        await bus.Queue("confirmations-dlq").PurgeAsync(Cancelled);

        await RunAsync(bus, Replay(bus.Time.GetUtcNow().AddHours(-1), bus.Time.GetUtcNow().AddHours(1)) with
        {
            FilterArns = [TestCloud.RuleArn("other")],
        });

        Assert.Equal((0, 1), (bus.Queue("confirmations").Depth().Visible, bus.Queue("confirmations-dlq").Depth().Visible));
    }

    [Fact]
    public async Task Goes_on_after_a_restart_where_it_was_and_ends_when_it_is_cancelled()
    {
        const int Events = 3_000; // Twelve pages: nobody is so late that all are replayed before the first look.
        var folder = Directory.CreateTempSubdirectory("waybill-replay-").FullName;
        var start = DateTimeOffset.UnixEpoch.AddYears(40);
        var arn = TestCloud.Arn("events", "replay/again");
        await using (var bus = new TestBus(TestCloud.Model(), folder: folder))
        {
            await bus.PublishAsync([.. Enumerable.Range(0, Events).Select(
                n => TestBus.Event($$"""{"n":{{n}}}""") with { Time = start.AddSeconds(n) })]);
            await bus.Queue("confirmations").PurgeAsync(Cancelled);
            await bus.Account.ChangeAsync(change => ReplayOperations.Start(change, Replay(start, start.AddSeconds(Events - 1))), Cancelled);
            await using var replayer = Replayer(bus);
            await UntilAsync(bus, () => bus.Account.Now.Find<Replay>(arn)!.LastReplayed is not null);
        }

        await using (var bus = new TestBus(TestCloud.Model(), folder: folder))
        {
            var reached = bus.Account.Now.Find<Replay>(arn)!;
            Assert.Equal("RUNNING", reached.State);
            await using (Replayer(bus))
            {
                await UntilAsync(bus, () => bus.Account.Now.Find<Replay>(arn)!.State == "COMPLETED");
            }

            var numbers = (await DrainAsync(bus)).Select(body => body.GetProperty("detail").GetProperty("n").GetInt32());
            Assert.Equal(Enumerable.Range(0, Events), numbers);
            await bus.Account.ChangeAsync(
                change =>
                {
                    var second = Replay(start, start.AddSeconds(Events - 1)) with
                    {
                        Name = "second",
                        Arn = TestCloud.Arn("events", "replay/second"),
                    };
                    ReplayOperations.Cancel(change, ReplayOperations.Start(change, second) with { State = "RUNNING" });
                },
                Cancelled);
            await using (Replayer(bus))
            {
                await UntilAsync(bus, () => bus.Account.Now.Find<Replay>(TestCloud.Arn("events", "replay/second"))!.State == "CANCELLED");
            }

            Assert.Empty(await DrainAsync(bus));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Brings_nothing_when_it_is_cancelled_at_once()
    {
        var time = new ManualTime();
        await using var bus = new TestBus(TestCloud.Model(), time);
        await bus.PublishAsync(TestBus.Event());
        await bus.Queue("confirmations").PurgeAsync(Cancelled);
        await using (Replayer(bus))
        {
            var replay = await bus.Account.ChangeAsync(
                change => ReplayOperations.Start(change, Replay(time.GetUtcNow().AddHours(-1), time.GetUtcNow().AddHours(1))), Cancelled);
            await bus.Account.ChangeAsync(change => ReplayOperations.Cancel(change, replay), Cancelled);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(0, bus.Queue("confirmations").Depth().Visible);
        var cancelled = bus.Account.Now.All<Replay>().Single();
        Assert.Equal(("CANCELLED", null), (cancelled.State, cancelled.LastReplayed));
        Assert.NotNull(cancelled.EndedAt);
    }

    private static Replay Replay(DateTimeOffset from, DateTimeOffset to) => new(
        "again", TestCloud.Arn("events", "replay/again"), TestCloud.Arn("events", "archive/all"), TestCloud.BusArn, from, to, []);

    private static Replayer Replayer(TestBus bus) =>
        new(bus.Account, bus.Router, bus.Store, bus.Time, NullLogger<Replayer>.Instance);

    private static async Task<Replay> RunAsync(TestBus bus, Replay replay)
    {
        await using var replayer = Replayer(bus);
        await bus.Account.ChangeAsync(change => ReplayOperations.Start(change, replay), Cancelled);
        await UntilAsync(bus, () => !bus.Account.Now.Find<Replay>(replay.Arn)!.IsActive);
        return bus.Account.Now.Find<Replay>(replay.Arn)!;
    }

    private static async Task UntilAsync(TestBus bus, Func<bool> holds)
    {
        var changed = new SemaphoreSlim(0);
        bus.Account.Follow(_ => changed.Release());
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        late.CancelAfter(Patience);
        while (!holds())
        {
            await changed.WaitAsync(late.Token);
        }
    }

    private static async Task<List<JsonElement>> DrainAsync(TestBus bus)
    {
        var bodies = new List<JsonElement>();
        while (await bus.ReceiveAsync("confirmations") is { Count: > 0 } received)
        {
            bodies.AddRange(received.Select(message => JsonElement.Parse(message.Body)));
        }

        return bodies;
    }
}
