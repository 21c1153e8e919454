using Waybill.Local.Account;

namespace Waybill.Local.Tests.Bus;

public sealed class FifoTests
{
    private const string Orders = "orders.fifo";
    private const string DeadLetters = "orders-dlq.fifo";

    private readonly ManualTime _time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_one_message_of_a_group_is_in_flight_only_other_groups_are_received()
    {
        await using var bus = Bus();
        await SendAsync(bus, "a1", "a");
        await SendAsync(bus, "a2", "a");
        await SendAsync(bus, "b1", "b");

        var first = Assert.Single(await bus.ReceiveAsync(Orders, max: 1));
        var second = Assert.Single(await bus.ReceiveAsync(Orders));
        var waiting = bus.ReceiveAsync(Orders, wait: TimeSpan.FromSeconds(20));
        Assert.False(waiting.IsCompleted);
        await bus.DeleteAsync(Orders, first);

        Assert.Equal(("a1", "b1", "a2"), (first.Body, second.Body, Assert.Single(await waiting).Body));
    }

    [Fact]
    public async Task One_receive_gets_several_of_a_group_in_order_and_they_come_again_in_order()
    {
        await using var bus = Bus();
        foreach (var body in (string[])["1", "2", "3"])
        {
            await SendAsync(bus, body, "a");
        }

        var received = await bus.ReceiveAsync(Orders);
        await bus.Queue(Orders).ChangeVisibilityAsync(received[1].ReceiptHandle, TimeSpan.Zero);
        Assert.Empty(await bus.ReceiveAsync(Orders));
        _time.Advance(TimeSpan.FromSeconds(30));
        var again = await bus.ReceiveAsync(Orders);

        Assert.Equal(["1", "2", "3"], received.Select(message => message.Body));
        Assert.Equal(["1", "2", "3"], again.Select(message => message.Body));
        Assert.Equal(Numbers(received).Order(StringComparer.Ordinal), Numbers(again));
    }

    [Fact]
    public async Task What_was_sent_in_the_last_five_minutes_is_not_taken_again_even_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("waybill-fifo-").FullName;
        string first;
        await using (var bus = Bus(folder))
        {
            first = await SendAsync(bus, "same", "a");
            await bus.DeleteAsync(Orders, await bus.ReceiveAsync(Orders));
        }

        _time.Advance(TimeSpan.FromMinutes(4));
        await using (var bus = Bus(folder))
        {
            Assert.Equal(first, await SendAsync(bus, "same", "b"));
            Assert.Empty(await bus.ReceiveAsync(Orders));
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.NotEqual(first, await SendAsync(bus, "same", "a"));
            Assert.Single(await bus.ReceiveAsync(Orders));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task With_the_scope_of_a_message_group_the_same_id_is_another_in_another_group()
    {
        var queue = TestCloud.FifoQueue(Orders);
        await using var bus = new TestBus(
            TestCloud.Model(queues: [queue with { Fifo = queue.Fifo! with { DeduplicationScope = Fifo.ScopeGroup } }]), _time);

        var first = await SendAsync(bus, "same", "a");

        Assert.Equal(first, await SendAsync(bus, "same", "a"));
        Assert.NotEqual(first, await SendAsync(bus, "same", "b"));
    }

    [Fact]
    public async Task A_dead_letter_makes_way_for_the_next_of_its_group_and_lies_in_a_FIFO_queue_itself()
    {
        await using var bus = Bus();
        await SendAsync(bus, "poison", "a");
        await SendAsync(bus, "good", "a");
        Assert.Equal(2, (await bus.ReceiveAsync(Orders)).Count);
        _time.Advance(TimeSpan.FromSeconds(30));
        await bus.ReceiveAsync(Orders, max: 1);
        _time.Advance(TimeSpan.FromSeconds(30));

        var next = Assert.Single(await bus.ReceiveAsync(Orders));
        await bus.SettleAsync();
        var letter = Assert.Single(await bus.ReceiveAsync(DeadLetters));

        Assert.Equal(("good", 2), (next.Body, next.ReceiveCount));
        Assert.Equal(("poison", "a", TestCloud.QueueArn(Orders)), (letter.Body, letter.GroupId, letter.DeadLetterSourceArn));
    }

    [Fact]
    public async Task A_handle_whose_visibility_timeout_has_ended_deletes_nothing_any_more()
    {
        await using var bus = Bus();
        await SendAsync(bus, "1", "a");
        var message = Assert.Single(await bus.ReceiveAsync(Orders));
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal([message.ReceiptHandle], await bus.Queue(Orders).DeleteAsync([message.ReceiptHandle], Cancelled));

        var again = Assert.Single(await bus.ReceiveAsync(Orders));
        Assert.Empty(await bus.Queue(Orders).DeleteAsync([again.ReceiptHandle], Cancelled));
        Assert.Empty(await bus.Queue(Orders).DeleteAsync([again.ReceiptHandle], Cancelled));
    }

    [Fact]
    public async Task Concurrent_senders_agree_with_the_queue_on_its_order()
    {
        await using var bus = new TestBus(TestCloud.Model(queues: [TestCloud.FifoQueue(Orders)]));
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => SendAsync(bus, $"{i}", "a")));

        var received = await bus.ReceiveAsync(Orders, max: 200);

        Assert.Equal(200, received.Count);
        Assert.Equal(Numbers(received).Order(StringComparer.Ordinal), Numbers(received));
    }

    [Theory]
    [InlineData("orders", true, null)]
    [InlineData(null, true, "has no MessageGroupId")]
    [InlineData("orders", false, "without ContentBasedDeduplication")]
    public async Task A_rule_hands_events_to_a_FIFO_queue_in_the_group_of_its_target(string? group, bool contentBased, string? problem)
    {
        var rule = TestCloud.RuleTo("mail", Orders, deadLetters: "confirmations-dlq");
        await using var bus = new TestBus(TestCloud.Model(
            rules: [rule with { Targets = [rule.Targets[0] with { MessageGroupId = group }] }],
            queues: [TestCloud.FifoQueue(Orders, contentBased: contentBased), TestCloud.Queue("confirmations-dlq")]));

        await bus.PublishAsync(TestBus.Event());

        if (problem is null)
        {
            Assert.Equal(group, Assert.Single(await bus.ReceiveAsync(Orders)).GroupId);
            return;
        }

        var letter = Assert.Single(await bus.ReceiveAsync("confirmations-dlq"));
        Assert.Equal("INVALID_PARAMETER", letter.Attributes["ERROR_CODE"].Value);
        Assert.Contains(problem, letter.Attributes["ERROR_MESSAGE"].Value, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Numbers(IEnumerable<Local.Bus.ReceivedMessage> messages) =>
        messages.Select(message => message.SequenceNumber);

    private static Task<string> SendAsync(TestBus bus, string body, string group) => bus.SendAsync(Orders, body, group: group);

    private TestBus Bus(string? folder = null) => new(
        TestCloud.Model(queues: [TestCloud.FifoQueue(Orders, DeadLetters, maxReceiveCount: 2), TestCloud.FifoQueue(DeadLetters)]),
        _time, folder);
}
