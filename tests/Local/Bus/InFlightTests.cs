using Waybill.Local.Bus;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Tests.Bus;

/// <summary>What a receive leaves behind when the process is killed.</summary>
public sealed class InFlightTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly List<string> _folders = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_deaths_of_the_process_cost_a_waiting_message_no_more_than_one_receive()
    {
        var folder = await LeaveAsync(async bus =>
        {
            await bus.SendAsync("confirmations", "hello");
            Assert.Single(await bus.ReceiveAsync("confirmations"));
        });
        for (var death = 0; death < 5; death++)
        {
            folder = await LeaveAsync(
                async bus =>
                {
                    Assert.Empty(await bus.ReceiveAsync("confirmations"));
                    Assert.Equal(1, bus.Queue("confirmations").Depth().InFlight);
                },
                folder);
        }

        await using var last = Bus(folder);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(2, Assert.Single(await last.ReceiveAsync("confirmations")).ReceiveCount);
    }

    [Fact]
    public async Task A_handle_from_before_the_death_still_deletes()
    {
        ReceivedMessage? received = null;
        var folder = await LeaveAsync(async bus =>
        {
            await bus.SendAsync("confirmations", "hello");
            received = Assert.Single(await bus.ReceiveAsync("confirmations"));
        });

        await using var next = Bus(folder);
        await next.DeleteAsync("confirmations", received!);

        Assert.Equal(new QueueDepth(0, 0, 0, TimeSpan.Zero), next.Queue("confirmations").Depth());
    }

    [Fact]
    public async Task A_changed_visibility_is_not_forgotten()
    {
        var folder = await LeaveAsync(async bus =>
        {
            await bus.SendAsync("confirmations", "hello");
            var received = Assert.Single(await bus.ReceiveAsync("confirmations"));
            await bus.Queue("confirmations").ChangeVisibilityAsync(received.ReceiptHandle, TimeSpan.FromMinutes(10));
        });

        await using var next = Bus(folder);
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Empty(await next.ReceiveAsync("confirmations"));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(await next.ReceiveAsync("confirmations"));
    }

    [Fact]
    public async Task A_receive_that_never_reached_the_disk_has_not_happened()
    {
        await using var bus = Bus();
        await bus.SendAsync("confirmations", "hello");
        using var writer = new ManualResetEventSlim();
        await bus.Store.EnqueueAsync(_ => writer.Wait(Cancelled), committed: null, Cancelled);
        var unwritten = Assert.Single(await bus.ReceiveAsync("confirmations"));
        await using var next = Bus(Copy(bus));
        writer.Set();

        var received = Assert.Single(await next.ReceiveAsync("confirmations"));
        await next.DeleteAsync("confirmations", unwritten);

        Assert.Equal(1, received.ReceiveCount);
        Assert.Equal(1, next.Queue("confirmations").Depth().InFlight);
    }

    [Fact]
    public async Task What_was_taken_for_a_function_that_had_not_got_it_yet_has_not_been_received()
    {
        var folder = await LeaveAsync(async bus =>
        {
            await bus.SendAsync("confirmations", "handed over");
            await bus.SendAsync("confirmations", "only taken");
            var queue = bus.Queue("confirmations");
            await queue.HandedOverAsync(await queue.TakeAsync(1, TimeSpan.Zero, Cancelled));
            Assert.Single(await queue.TakeAsync(1, TimeSpan.Zero, Cancelled));
        });

        await using var next = Bus(folder);
        var received = Assert.Single(await next.ReceiveAsync("confirmations"));
        Assert.Equal(("only taken", 1), (received.Body, received.ReceiveCount));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task However_often_the_process_dies_a_message_costs_one_receive_a_visibility_timeout(int seed)
    {
        var random = new Random(seed);
        var started = _time.GetUtcNow();
        var folder = await LeaveAsync(async bus => await Task.WhenAll(
            Enumerable.Range(0, 20).Select(number => bus.SendAsync("confirmations", $"{number}"))));
        for (var death = 0; death < 20; death++)
        {
            folder = await LeaveAsync(bus => TakeSomeAsync(bus.Queue("confirmations"), random), folder);
        }

        await using var last = Bus(folder);
        var most = 1 + (int)((_time.GetUtcNow() - started) / last.Queue("confirmations").Definition.VisibilityTimeout);
        Assert.All(last.Store.Reader.Messages(), message => Assert.InRange(message.ReceiveCount, 0, most));
    }

    [Fact]
    public async Task A_later_receive_is_not_overwritten_by_an_earlier_one_that_is_written_late()
    {
        await using var bus = Bus();
        await bus.SendAsync("confirmations", "hello");
        var first = Assert.Single(await bus.Queue("confirmations").ReceiveAsync(1, TimeSpan.Zero, TimeSpan.Zero, Cancelled));
        var second = Assert.Single(await bus.ReceiveAsync("confirmations"));
        var (early, late) = (ReceiptHandle.Parse(first.ReceiptHandle), ReceiptHandle.Parse(second.ReceiptHandle));
        await bus.Store.CommitAsync(
            transaction => transaction.Messages.Received(early.Sequence, 1, first.FirstReceivedAt, first.FirstReceivedAt, early.Stamp),
            committed: null, Cancelled);

        var stored = Assert.Single(bus.Store.Reader.Messages());

        Assert.Equal((2, late.Stamp), (stored.ReceiveCount, stored.Receipt));
    }

    [Fact]
    public async Task Of_a_standard_queue_no_more_than_120_000_messages_are_in_flight_and_a_short_poll_is_told_so()
    {
        await using var bus = Bus();
        var arn = TestCloud.QueueArn("confirmations");
        await bus.Queues.SendAsync(
            [.. Enumerable.Range(0, MessageQueue.MostInFlight + 1).Select(i => bus.Queues.Prepare(
                arn, "x", MessageAttribute.None, traceHeader: null, delay: null))], Cancelled);

        Assert.Equal(MessageQueue.MostInFlight, (await bus.ReceiveAsync("confirmations", max: int.MaxValue)).Count);
        await Assert.ThrowsAsync<TooManyInFlightException>(() => bus.ReceiveAsync("confirmations"));
        var waiting = bus.ReceiveAsync("confirmations", wait: TimeSpan.FromSeconds(20));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Empty(await waiting);
    }

    public void Dispose() => _folders.ForEach(folder => Directory.Delete(folder, recursive: true));

    /// <summary>Receives as pollers do, of which some get to their function before the process dies.</summary>
    private async Task TakeSomeAsync(MessageQueue queue, Random random)
    {
        for (var polls = random.Next(5); polls > 0; polls--)
        {
            var receipts = await queue.TakeAsync(random.Next(1, 11), TimeSpan.Zero, Cancelled);
            if (random.Next(2) == 0)
            {
                await queue.HandedOverAsync(receipts);
            }

            _time.Advance(TimeSpan.FromSeconds(random.Next(5)));
        }
    }

    /// <summary>Runs a process until it is killed.</summary>
    /// <returns>The data folder it leaves.</returns>
    private async Task<string> LeaveAsync(Func<TestBus, Task> life, string? folder = null)
    {
        await using var bus = Bus(folder);
        await life(bus);
        await bus.SettleAsync();
        return Copy(bus);
    }

    private string Copy(TestBus bus)
    {
        _folders.Add(bus.CopyOfFolder());
        return _folders[^1];
    }

    private TestBus Bus(string? folder = null) => new(TestCloud.Model(), _time, folder);
}
