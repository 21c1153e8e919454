using Waybill.Local.Account;
using Waybill.Local.Endpoints;
using Waybill.Local.Functions;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

public sealed class WaitingTests
{
    private static readonly HashSet<string> DeadLetters = [TestCloud.QueueArn("confirmations-dlq")];

    private readonly ManualTime _time = new();
    private readonly LastErrors _errors = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_goes_on_until_a_function_lets_go_of_its_messages_and_what_it_keeps_in_the_queue_waits_for_a_retry()
    {
        await using var bus = new TestBus(TestCloud.Model(), _time);
        Assert.Equal("", Said(bus));

        await bus.SendAsync("confirmations", "poison");
        Assert.Equal("working", Said(bus));
        var taken = await bus.Queue("confirmations").TakeAsync(10, TimeSpan.Zero, Cancelled);
        Assert.Equal("working", Said(bus));

        _errors.Hear(new FunctionLogLine("Orders", 1, false, """{"level":"Error","error":"X: Down.","message":"It stays."}"""));
        bus.Queue("confirmations").LetGo(taken.Count);
        Assert.Equal("confirmations of Orders: 1 until 30 s, attempts 1 of 3, X: Down.", Said(bus));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("confirmations of Orders: 1 until 20 s, attempts 1 of 3, X: Down.", Said(bus));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("working", Said(bus));
    }

    [Fact]
    public async Task What_a_paused_consumer_is_not_handed_and_what_nobody_reads_waits_for_somebody_to_act()
    {
        await using var bus = new TestBus(TestCloud.Model(), _time);
        await bus.SendAsync("confirmations", "one");

        Assert.Equal("confirmations of Orders: 1 until told, attempts 0 of 3, ", Said(bus, enabled: false));
        Assert.Equal("confirmations of : 1 until told, attempts 0 of 3, ", Said(bus, enabled: null));
        await bus.SendAsync("confirmations-dlq", "dead");
        Assert.DoesNotContain("dlq", Said(bus, enabled: null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", false, null)]
    [InlineData("Task timed out after 3.00 seconds", true, "Task timed out after 3.00 seconds")]
    [InlineData("   at Team.Mails.Send()", true, null)]
    [InlineData("""{"level":"Information","message":"Fine."}""", false, null)]
    [InlineData("""{"level":"Error","message":"Bad."}""", false, "Bad.")]
    [InlineData("""{"level":"Error","message":7""", false, null)]
    public void The_last_error_of_a_function_is_what_it_logged_as_one(string line, bool isError, string? said)
    {
        _errors.Hear(new FunctionLogLine("Orders", 1, isError, line));

        Assert.Equal(said, _errors.Of("Orders"));
    }

    private string Said(TestBus bus, bool? enabled = true)
    {
        EventSourceMapping[] mappings = enabled is { } on
            ?
            [
                new(
                    TestCloud.Arn("lambda", "event-source-mapping:1"), "Orders", TestCloud.QueueArn("confirmations"), BatchSize: 10,
                    TimeSpan.Zero, ReportBatchItemFailures: true, MaximumConcurrency: null, on),
            ]
            : [];
        var (waits, working) = Waiting.Of(
            Resources.Of(mappings, _time.GetUtcNow()), bus.Queues.Snapshot(), DeadLetters, _errors, _time.GetUtcNow());
        return string.Join("; ", waits.Select(wait =>
            $"{wait.Queue} of {wait.Function}: {wait.Messages} until {(wait.Seconds is { } seconds ? $"{seconds} s" : "told")}, "
            + $"attempts {wait.Attempts} of {wait.MostAttempts}, {wait.Why}").Concat(working ? ["working"] : []));
    }
}
