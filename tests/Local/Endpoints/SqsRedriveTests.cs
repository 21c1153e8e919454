using Amazon.SQS;
using Amazon.SQS.Model;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

public sealed class SqsRedriveTests
{
    private const string DeadLetters = "confirmations-dlq";

    private static readonly string SourceArn = TestCloud.QueueArn(DeadLetters);

    private readonly ManualTime _time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dead_letters_go_back_to_the_queue_they_came_from_as_new_messages()
    {
        await using var laptop = await StartAsync();
        using var client = laptop.Sqs();
        var letters = await BuryAsync(laptop.Bus, 3);

        await client.StartMessageMoveTaskAsync(new StartMessageMoveTaskRequest { SourceArn = SourceArn }, Cancelled);
        var task = await EndedAsync(client);

        Assert.Equal(("COMPLETED", 3, 3), (task.Status, task.ApproximateNumberOfMessagesMoved, task.ApproximateNumberOfMessagesToMove));
        Assert.Null(task.TaskHandle);
        var back = await laptop.Bus.ReceiveAsync("confirmations");
        Assert.Equal(letters, back.Select(message => message.Body).Order(StringComparer.Ordinal));
        Assert.All(back, message => Assert.Equal((1, null), (message.ReceiveCount, message.DeadLetterSourceArn)));
        Assert.Empty(await laptop.Bus.ReceiveAsync(DeadLetters));
    }

    [Fact]
    public async Task No_more_are_moved_in_a_second_than_was_asked_for_until_the_task_is_cancelled()
    {
        await using var laptop = await StartAsync();
        using var client = laptop.Sqs();
        await BuryAsync(laptop.Bus, 5);

        var handle = (await client.StartMessageMoveTaskAsync(
            new StartMessageMoveTaskRequest { SourceArn = SourceArn, MaxNumberOfMessagesPerSecond = 2 }, Cancelled)).TaskHandle;
        await UntilAsync(async () => (await LatestAsync(client)).ApproximateNumberOfMessagesMoved == 2);
        Assert.Equal(handle, (await LatestAsync(client)).TaskHandle);
        var second = await Assert.ThrowsAnyAsync<AmazonSQSException>(
            () => client.StartMessageMoveTaskAsync(new StartMessageMoveTaskRequest { SourceArn = SourceArn }, Cancelled));
        await client.CancelMessageMoveTaskAsync(new CancelMessageMoveTaskRequest { TaskHandle = handle }, Cancelled);
        var task = await EndedAsync(client);

        Assert.StartsWith("There is already a task running.", second.Message, StringComparison.Ordinal);
        Assert.Equal("CANCELLED", task.Status);
        Assert.Equal(5 - task.ApproximateNumberOfMessagesMoved, laptop.Bus.Queue(DeadLetters).Depth().Visible);
        await Assert.ThrowsAnyAsync<AmazonSQSException>(
            () => client.CancelMessageMoveTaskAsync(new CancelMessageMoveTaskRequest { TaskHandle = handle }, Cancelled));
    }

    [Fact]
    public async Task A_letter_without_a_queue_it_came_from_needs_a_destination()
    {
        await using var laptop = await StartAsync();
        using var client = laptop.Sqs();
        await laptop.Bus.SendAsync(DeadLetters, "sent here");
        _time.Advance(TimeSpan.FromSeconds(1));

        await client.StartMessageMoveTaskAsync(new StartMessageMoveTaskRequest { SourceArn = SourceArn }, Cancelled);
        var failed = await EndedAsync(client);
        _time.Advance(TimeSpan.FromSeconds(1));
        await client.StartMessageMoveTaskAsync(
            new StartMessageMoveTaskRequest { SourceArn = SourceArn, DestinationArn = TestCloud.QueueArn("confirmations") }, Cancelled);
        var moved = await EndedAsync(client);

        Assert.Equal(("FAILED", "CouldNotDetermineMessageSource"), (failed.Status, failed.FailureReason));
        Assert.Equal("COMPLETED", moved.Status);
        Assert.Single(await laptop.Bus.ReceiveAsync("confirmations"));
    }

    [Fact]
    public async Task A_task_goes_on_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("waybill-redrive-").FullName;
        await using (var bus = new TestBus(Model(), _time, folder))
        {
            await BuryAsync(bus, 4);
            await bus.Account.ChangeAsync(
                change => MoveTaskOperations.Start(change, new MessageMoveTask("7", SourceArn, null, 1, 4)), Cancelled);
            await UntilAsync(() => Task.FromResult(TaskOf(bus).Moved > 0));
        }

        await using (var bus = new TestBus(Model(), _time, folder))
        {
            await UntilAsync(() =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(TaskOf(bus).Status == MessageMoveTask.Completed);
            });

            Assert.Equal(4, TaskOf(bus).Moved);
            Assert.Equal((4, 0), (bus.Queue("confirmations").Depth().Visible, bus.Queue(DeadLetters).Depth().Visible));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static MessageMoveTask TaskOf(TestBus bus) => bus.Account.Now.All<MessageMoveTask>().Single();

    private static CloudModel Model() => TestCloud.Model(
        queues: [TestCloud.Queue("confirmations", DeadLetters, maxReceiveCount: 1), TestCloud.Queue(DeadLetters)]);

    private async Task<TestEndpoints> StartAsync() => await TestEndpoints.StartAsync(Model(), time: _time);

    /// <summary>Has messages become dead letters.</summary>
    /// <returns>Their bodies, in order.</returns>
    private async Task<IReadOnlyList<string>> BuryAsync(TestBus bus, int count)
    {
        string[] bodies = [.. Enumerable.Range(0, count).Select(i => $"letter {i}")];
        foreach (var body in bodies)
        {
            await bus.SendAsync("confirmations", body);
        }

        await bus.ReceiveAsync("confirmations");
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Empty(await bus.ReceiveAsync("confirmations"));
        await bus.SettleAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        return bodies;
    }

    private static async Task<ListMessageMoveTasksResultEntry> LatestAsync(AmazonSQSClient client) => Assert.Single(
        (await client.ListMessageMoveTasksAsync(new ListMessageMoveTasksRequest { SourceArn = SourceArn }, Cancelled)).Results!);

    private async Task<ListMessageMoveTasksResultEntry> EndedAsync(AmazonSQSClient client)
    {
        await UntilAsync(async () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return (await LatestAsync(client)).Status is not ("RUNNING" or "CANCELLING");
        });
        return await LatestAsync(client);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), Cancelled);
        }
    }
}
