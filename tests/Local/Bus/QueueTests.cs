using Waybill.Local.Bus;

namespace Waybill.Local.Tests.Bus;

public sealed class QueueTests
{

    private static readonly HashSet<string> DeadLetters = [TestCloud.QueueArn("confirmations-dlq")];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_waiting_receiver_gets_a_message_as_soon_as_it_is_sent()
    {
        await using var bus = new TestBus(TestCloud.Model(), new ManualTime());
        var receiving = bus.ReceiveAsync("confirmations", wait: TimeSpan.FromSeconds(20));
        Assert.False(receiving.IsCompleted);

        await bus.SendAsync("confirmations", "hello");

        Assert.Equal("hello", Assert.Single(await receiving).Body);
    }

    [Fact]
    public async Task A_waiting_receiver_gets_a_message_whose_visibility_timeout_ends()
    {
        var time = new ManualTime();
        await using var bus = new TestBus(TestCloud.Model(), time);
        await bus.SendAsync("confirmations", "hello");
        await bus.ReceiveAsync("confirmations");
        var receiving = bus.ReceiveAsync("confirmations", wait: TimeSpan.FromSeconds(20));
        Assert.Equal(1, bus.Queue("confirmations").Depth().InFlight);
        time.Advance(TimeSpan.FromSeconds(15));
        Assert.False(receiving.IsCompleted);

        var second = bus.ReceiveAsync("confirmations", wait: TimeSpan.FromSeconds(20));
        time.Advance(TimeSpan.FromSeconds(15));

        Assert.Empty(await receiving);
        Assert.Equal(2, Assert.Single(await second).ReceiveCount);
    }

    [Fact]
    public async Task A_receiver_that_is_cancelled_leaves_the_message_to_the_next()
    {
        await using var bus = new TestBus(TestCloud.Model(), new ManualTime());
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var cancelled = bus.Queue("confirmations").ReceiveAsync(10, TimeSpan.FromSeconds(20), null, cancellation.Token);
        var patient = bus.ReceiveAsync("confirmations", wait: TimeSpan.FromSeconds(20));

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await bus.SendAsync("confirmations", "hello");

        Assert.Equal("hello", Assert.Single(await patient).Body);
    }

    [Fact]
    public async Task Messages_older_than_the_retention_are_gone()
    {
        var time = new ManualTime();
        var model = TestCloud.Model(queues:
        [
            TestCloud.Queue("confirmations", retention: TimeSpan.FromMinutes(5)),
            TestCloud.Queue("confirmations-dlq"),
        ]);
        await using var bus = new TestBus(model, time);
        await bus.SendAsync("confirmations", "hello");

        time.Advance(TimeSpan.FromMinutes(6));

        Assert.Empty(await bus.ReceiveAsync("confirmations"));
        Assert.Equal(new QueueDepth(0, 0, 0, TimeSpan.Zero), bus.Queue("confirmations").Depth());
    }

    [Fact]
    public async Task The_age_of_the_oldest_message_counts_from_its_arrival_in_the_queue()
    {
        var time = new ManualTime();
        var model = TestCloud.Model(queues:
        [
            TestCloud.Queue("confirmations", "confirmations-dlq", maxReceiveCount: 1),
            TestCloud.Queue("confirmations-dlq"),
        ]);
        await using var bus = new TestBus(model, time);
        await bus.SendAsync("confirmations", "hello");
        await bus.ReceiveAsync("confirmations");
        time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(TimeSpan.FromSeconds(40), bus.Queue("confirmations").Depth().OldestAge);

        Assert.Empty(await bus.ReceiveAsync("confirmations"));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Single(await bus.ReceiveAsync("confirmations-dlq", wait: TimeSpan.FromSeconds(1)));

        Assert.InRange(bus.Queue("confirmations-dlq").Depth().OldestAge, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_message_on_its_way_to_the_dead_letter_queue_is_not_idle()
    {
        await using var bus = new TestBus(TestCloud.Model(
            queues: [TestCloud.Queue("confirmations", "confirmations-dlq", maxReceiveCount: 1), TestCloud.Queue("confirmations-dlq")]));
        await bus.SendAsync("confirmations", "hello");
        Assert.False(bus.Queues.Snapshot().IsIdle(DeadLetters));
        var message = Assert.Single(await bus.ReceiveAsync("confirmations"));
        Assert.False(bus.Queues.Snapshot().IsIdle(DeadLetters));
        await bus.Queue("confirmations").ChangeVisibilityAsync(message.ReceiptHandle, TimeSpan.Zero);

        Assert.Empty(await bus.ReceiveAsync("confirmations"));
        Assert.Single(await bus.ReceiveAsync("confirmations-dlq", wait: TimeSpan.FromSeconds(20)));

        Assert.True(bus.Queues.Snapshot().IsIdle(DeadLetters));
    }

    [Fact]
    public async Task An_older_handle_deletes_a_message_that_somebody_else_has_in_flight_now()
    {
        var time = new ManualTime();
        await using var bus = new TestBus(TestCloud.Model(), time);
        await bus.SendAsync("confirmations", "hello");
        var first = Assert.Single(await bus.ReceiveAsync("confirmations"));
        time.Advance(TimeSpan.FromSeconds(30));
        var second = Assert.Single(await bus.ReceiveAsync("confirmations"));

        await bus.DeleteAsync("confirmations", first, first, second);
        await bus.DeleteAsync("confirmations", second);

        Assert.Equal(new QueueDepth(0, 0, 0, TimeSpan.Zero), bus.Queue("confirmations").Depth());
        var error = await Assert.ThrowsAsync<MessageNotAvailableException>(
            () => bus.Queue("confirmations").ChangeVisibilityAsync(first.ReceiptHandle, TimeSpan.Zero));
        Assert.Contains(first.ReceiptHandle, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handle_keeps_its_message_invisible_after_its_time_and_after_another_receive()
    {
        var time = new ManualTime();
        await using var bus = new TestBus(TestCloud.Model(), time);
        await bus.SendAsync("confirmations", "hello");
        var first = Assert.Single(await bus.ReceiveAsync("confirmations"));
        time.Advance(TimeSpan.FromSeconds(30));

        await bus.Queue("confirmations").ChangeVisibilityAsync(first.ReceiptHandle, TimeSpan.FromSeconds(10));
        Assert.Empty(await bus.ReceiveAsync("confirmations"));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Single(await bus.ReceiveAsync("confirmations"));
        await bus.Queue("confirmations").ChangeVisibilityAsync(first.ReceiptHandle, TimeSpan.Zero);

        Assert.Equal(3, Assert.Single(await bus.ReceiveAsync("confirmations")).ReceiveCount);
    }

    [Fact]
    public async Task Unknown_queues_and_nonsense_handles_are_errors_that_name_them()
    {
        await using var bus = new TestBus(TestCloud.Model());

        var queue = await Assert.ThrowsAsync<QueueNotFoundException>(() => bus.ReceiveAsync("nowhere"));
        var handle = await Assert.ThrowsAsync<ReceiptHandleInvalidException>(
            () => bus.Queue("confirmations").DeleteAsync(["nonsense"], Cancelled));

        Assert.Contains(TestCloud.QueueArn("nowhere"), queue.Message, StringComparison.Ordinal);
        Assert.Contains("nonsense", handle.Message, StringComparison.Ordinal);
    }
}
