using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Disturbances;
using Waybill.Local.Functions;

namespace Waybill.Local.Tests.Functions;

public sealed class EventSourcePollerTests : IAsyncDisposable
{
    private const string Arn = "arn:aws:sqs:eu-west-1:000000000000:orders";
    private const string DeadLetterArn = Arn + "-dlq";

    private static readonly EventSourceMapping Mapping = new(
        "arn:aws:lambda:eu-west-1:000000000000:event-source-mapping:1", "sample", Arn, BatchSize: 10, BatchingWindow: TimeSpan.Zero,
        ReportBatchItemFailures: true, MaximumConcurrency: null, Enabled: true);

    private readonly string _folder = Directory.CreateTempSubdirectory("waybill-poller-").FullName;
    private readonly BusStore _store;
    private readonly LiveAccount _account;
    private readonly Queues _queues;
    private readonly ConcurrentQueue<string> _warnings = new();

    public EventSourcePollerTests()
    {
        _store = BusStore.Open(_folder, TimeProvider.System);
        _account = new LiveAccount(_store, TimeProvider.System, new Quotas());
        _queues = new Queues(_account, _store, TimeProvider.System, NullLogger<Queues>.Instance);
        Make(Queue(Arn, TimeSpan.FromMinutes(12), redrive: null));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _queues.DisposeAsync();
        _account.Dispose();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Deletes_the_messages_of_a_batch_that_was_handled()
    {
        await SendAsync("say one", "say two");
        await PollAsync(Mapping, bench => bench.HearAsync("two"));

        Assert.Equal((0, 0), Left());
    }

    [Fact]
    public async Task Leaves_the_messages_that_are_reported_as_failed()
    {
        await SendAsync("fail", "say handled", "fail");
        await PollAsync(Mapping, bench => bench.HearAsync("answered"));

        Assert.Equal((0, 2), Left());
    }

    [Fact]
    public async Task Deletes_even_failed_messages_when_the_mapping_does_not_ask_for_a_report()
    {
        await SendAsync("fail");
        await PollAsync(Mapping with { ReportBatchItemFailures = false }, bench => bench.HearAsync("answered"));

        Assert.Equal((0, 0), Left());
    }

    [Fact]
    public async Task Leaves_the_whole_batch_when_the_function_throws()
    {
        await SendAsync("say one", "throw no");
        await PollAsync(Mapping, bench => bench.HearAsync("Sample.Thrown: no"));

        Assert.Equal((0, 2), Left());
    }

    [Fact]
    public async Task Leaves_the_whole_batch_and_warns_when_the_report_names_a_message_it_was_not_given()
    {
        await SendAsync("""answer {"batchItemFailures":[{"itemIdentifier":"nobody"}]}""", "say two");
        await PollAsync(Mapping, bench => bench.HearAsync("answered"));

        Assert.Equal((0, 2), Left());
        Assert.Contains("'nobody' is not the id of a message in the batch", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_poison_message_ends_in_the_dead_letter_queue()
    {
        Make(
            Queue(Arn + "2", TimeSpan.FromMilliseconds(50), new Redrive(DeadLetterArn, 2)),
            Queue(DeadLetterArn, TimeSpan.FromMinutes(1), redrive: null));
        await SendToAsync(Arn + "2", "throw always");
        IReadOnlyList<ReceivedMessage> dead = [];

        await PollAsync(
            Mapping with { QueueArn = Arn + "2" },
            async _ => dead = await _queues[DeadLetterArn].ReceiveAsync(10, TimeSpan.FromMinutes(1), visibility: null, Cancelled));

        Assert.Equal("throw always", Assert.Single(dead).Body);
    }

    [Fact]
    public async Task Works_on_several_batches_at_a_time_under_backlog()
    {
        var file = Path.Combine(_folder, "go");
        await SendAsync($"until {file}", $"until {file}");
        await PollAsync(Mapping with { BatchSize = 1 }, async bench =>
        {
            var waiting = await bench.HearAsync("waiting in", times: 2);
            Assert.Equal(2, waiting.DistinctBy(line => line.ProcessId).Count());
            await File.WriteAllTextAsync(file, "", Cancelled);
        });

        Assert.Equal((0, 0), Left());
    }

    [Fact]
    public async Task Grows_to_what_its_mapping_allows_while_processors_are_idle()
    {
        const int Allowed = 4;
        var (file, looks) = (Path.Combine(_folder, "go"), 0L);
        await SendAsync([.. Enumerable.Repeat($"until {file}", Allowed + 2)]);
        await PollAsync(
            Mapping with { BatchSize = 1, MaximumConcurrency = Allowed },
            async bench =>
            {
                var waiting = await bench.HearAsync("waiting in", times: Allowed);
                Assert.Equal(Allowed, waiting.DistinctBy(line => line.ProcessId).Count());
                Assert.Equal((2, Allowed), Left());
                await File.WriteAllTextAsync(file, "", Cancelled);
                await bench.HearAsync("answered", times: Allowed + 2);
            },
            configure: options => options with { MaximumInstances = 10, LookThatFoundTime = () => Interlocked.Increment(ref looks) });

        Assert.Equal((0, 0), Left());
    }

    [Fact]
    public async Task Has_no_more_than_usual_while_processors_are_busy()
    {
        var file = Path.Combine(_folder, "go");
        await SendAsync([.. Enumerable.Repeat($"until {file}", 3)]);
        await PollAsync(
            Mapping with { BatchSize = 1, MaximumConcurrency = 4 },
            async bench =>
            {
                await bench.HearAsync("waiting in", times: 2);
                Assert.Equal((1, 2), Left());
                await File.WriteAllTextAsync(file, "", Cancelled);
                await bench.HearAsync("answered", times: 3);
            },
            configure: options => options with { MaximumInstances = 10 });
    }

    [Fact]
    public async Task A_message_is_received_when_a_process_has_it_and_not_while_it_waits_for_one()
    {
        var file = Path.Combine(_folder, "go");
        await PollAsync(
            Mapping,
            async bench =>
            {
                var call = bench.InvokeAsync($"until {file}");
                await bench.HearAsync("waiting in");
                await SendAsync("say received");
                while (Left().InFlight < 1)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(10), Cancelled);
                }

                await _store.CommitAsync(_ => { }, committed: null, Cancelled);
                Assert.Equal(0, Assert.Single(_store.Reader.Messages()).ReceiveCount);
                await File.WriteAllTextAsync(file, "", Cancelled);
                await bench.HearAsync("received");
                await call;
            },
            configure: options => options with { MaximumInstances = 1 });

        Assert.Equal((0, 0), Left());
    }

    /// <summary>Somebody may have stopped it at a line.</summary>
    [Fact]
    public async Task Messages_of_a_function_that_is_debugged_do_not_come_again_while_it_works_on_them()
    {
        var file = Path.Combine(_folder, "go");
        Make(Queue(Arn + "4", TimeSpan.FromMilliseconds(300), redrive: null));
        await SendToAsync(Arn + "4", $"until {file}");

        await PollAsync(
            Mapping with { QueueArn = Arn + "4" },
            async bench =>
            {
                await bench.HearAsync("waiting in");
                Assert.Empty(await _queues[Arn + "4"].ReceiveAsync(10, TimeSpan.FromSeconds(1), visibility: null, Cancelled));
                await File.WriteAllTextAsync(file, "", Cancelled);
                await bench.HearAsync("answered");
            },
            Debugging, Bench.Debuggable(TimeSpan.FromMilliseconds(100)));

        Assert.Equal(0, _queues[Arn + "4"].Depth().InFlight);
    }

    [Fact]
    public async Task Collects_a_batch_for_as_long_as_its_window()
    {
        var polling = PollAsync(
            Mapping with { BatchSize = 2, BatchingWindow = TimeSpan.FromMinutes(1) }, bench => bench.HearAsync("answered"));
        await SendAsync("say one");
        await SendAsync("say two");
        await polling;

        Assert.Equal((0, 0), Left());
    }

    [Theory]
    [InlineData(DisturbanceKind.Down, "the function is down")]
    [InlineData(DisturbanceKind.Kill, "killed in the middle")]
    public async Task Leaves_the_batch_to_come_again_when_chaos_strikes_the_function(DisturbanceKind kind, string heard)
    {
        var chaos = new Chaos(TimeProvider.System);
        chaos.Begin(new DisturbanceRequest(kind, Rate: 1));
        await SendAsync("say one", "say two");

        await PollAsync(Mapping, bench => bench.HearAsync(heard), options => options with { Chaos = chaos });

        Assert.Equal((0, 2), Left());
    }

    [Fact]
    public async Task What_failed_while_the_function_was_down_is_handled_when_it_is_up_again()
    {
        Make(Queue(Arn + "3", TimeSpan.FromMilliseconds(50), redrive: null));
        var chaos = new Chaos(TimeProvider.System);
        chaos.Begin(new DisturbanceRequest(DisturbanceKind.Down));
        await SendToAsync(Arn + "3", "say handled");

        await PollAsync(
            Mapping with { QueueArn = Arn + "3" },
            async bench =>
            {
                await bench.HearAsync("the function is down", times: 2);
                chaos.EndAll();
                await bench.HearAsync("answered");
            },
            options => options with { Chaos = chaos });

        var depth = _queues[Arn + "3"].Depth();
        Assert.Equal((0, 0), (depth.Visible, depth.InFlight));
    }

    private async Task PollAsync(
        EventSourceMapping mapping, Func<Bench, Task> until, Func<FunctionHostOptions, FunctionHostOptions>? configure = null,
        Function? function = null)
    {
        await using var bench = await Bench.StartAsync(function, configure);
        var poller = new EventSourcePoller(
            mapping, bench.Host.Function.Arn, bench.Hosts, _queues, _warnings.Enqueue, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var polling = poller.RunAsync(stop.Token);
        await until(bench);
        await stop.CancelAsync();
        await polling;
    }

    private static FunctionHostOptions Debugging(FunctionHostOptions options) => options with { Debugged = Bench.Sample().Arn };

    private async Task SendAsync(params string[] bodies)
    {
        foreach (var body in bodies)
        {
            await SendToAsync(Arn, body);
        }
    }

    private void Make(params Queue[] queues) => _account.ChangeAsync(
        change => Array.ForEach(queues, change.Put), Cancelled).GetAwaiter().GetResult();

    private Task SendToAsync(string arn, string body) =>
        _queues.SendAsync([_queues.Prepare(arn, body, MessageAttribute.None, traceHeader: null, TimeSpan.Zero)], Cancelled);

    private (int Visible, int InFlight) Left() => (_queues[Arn].Depth().Visible, _queues[Arn].Depth().InFlight);

    private static Queue Queue(string arn, TimeSpan visibility, Redrive? redrive) =>
        new(arn.Split(':')[^1], arn, visibility, TimeSpan.FromDays(4), TimeSpan.Zero, redrive, []);
}
