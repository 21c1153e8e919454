using System.Text.Json;
using Amazon.Lambda.SQSEvents;
using Microsoft.Extensions.DependencyInjection;
using Waybill.Eventing.Consuming;
using Waybill.Tests.Support;

namespace Waybill.Eventing.Tests.Consuming;

/// <summary>Inboxes over a table of their own, with everything around them that a test looks at or disturbs.</summary>
internal sealed class InboxHarness(Dynalite dynalite) : IDisposable
{
    private readonly StringWriter _output = new();
    private string? _table;

    public HandTime Time { get; } = new();

    public Wire Wire { get; } = new();

    public Recorder Recorder { get; } = new();

    /// <summary>Where spans go; null for nowhere.</summary>
    public TraceExport? Traces { get; set; }

    public string Log => _output.ToString();

    private static Invocation Context => new(TimeSpan.FromSeconds(30));

    public static SQSEvent.SQSMessage Message(string messageId, string orderId, string? eventId = null) =>
        Deliveries.Message(messageId, Orders.Detail(Orders.Placed(orderId, eventId)));

    public Task<Inbox<Recorder, OrderPlaced>> InboxAsync(InboxOptions? options = null) => InboxAsync<Recorder>(Recorder, options);

    /// <param name="consumer">What the inbox delivers to.</param>
    /// <param name="options">Unless given, nobody waits for another holder.</param>
    public async Task<Inbox<TConsumer, OrderPlaced>> InboxAsync<TConsumer>(TConsumer consumer, InboxOptions? options = null)
        where TConsumer : class, IConsumer<OrderPlaced>
    {
        options ??= new InboxOptions(TimeSpan.FromDays(30)) { WaitForAnotherHolder = TimeSpan.Zero };
        _table ??= await dynalite.CreateTableAsync("id");
        var table = new IdempotencyTable(dynalite.ClientThrough(Wire), _table, options, Time);
        var services = new ServiceCollection().AddSingleton(consumer).BuildServiceProvider();
        return new(services, new ConsumerLog(TextWriter.Synchronized(_output), Time), options, Time, table, Traces);
    }

    public static Task<SQSBatchResponse> HandleAsync<TConsumer>(
        Inbox<TConsumer, OrderPlaced> inbox, params IEnumerable<SQSEvent.SQSMessage> messages)
        where TConsumer : class, IConsumer<OrderPlaced> =>
        inbox.HandleAsync(Deliveries.Batch(messages), Context, TestJson.Default.OrderPlaced);

    /// <summary>The log without its metrics.</summary>
    public IReadOnlyList<string> Lines() =>
    [
        .. Log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.Contains("_aws", StringComparison.Ordinal)),
    ];

    /// <summary>What the last metrics line says: handled, suppressed, failed.</summary>
    public (int Handled, int Duplicates, int Failed) Counts()
    {
        using var line = JsonDocument.Parse(Log.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        int Metric(string name) => line.RootElement.GetProperty(name).GetInt32();
        var described = line.RootElement.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0];
        Assert.Equal("Waybill", described.GetProperty("Namespace").GetString());
        Assert.Equal("Recorder", line.RootElement.GetProperty("Consumer").GetString());
        return (Metric("EventsHandled"), Metric("DuplicatesSuppressed"), Metric("EventsFailed"));
    }

    public void Dispose()
    {
        _output.Dispose();
        Wire.Dispose();
    }
}

/// <summary>Has one effect for each order.</summary>
internal sealed class Recorder : IConsumer<OrderPlaced>
{
    private readonly Lock _lock = new();
    private readonly List<string> _effects = [];

    public IReadOnlyList<string> Effects => _effects;

    public Func<string, CancellationToken, Task>? BeforeEffect { get; set; }

    public string IdempotencyKey(Event<OrderPlaced> @event) => @event.Data.OrderId;

    public async Task ConsumeAsync(Event<OrderPlaced> @event, CancellationToken cancellationToken)
    {
        if (BeforeEffect is { } wait)
        {
            await wait(@event.Data.OrderId, cancellationToken);
        }

        lock (_lock)
        {
            _effects.Add(@event.Data.OrderId);
        }
    }

    /// <summary>From now on the effect waits until it may finish.</summary>
    public (Task Begun, TaskCompletionSource Finish) Pause()
    {
        var begun = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        BeforeEffect = (_, _) =>
        {
            begun.TrySetResult();
            return finish.Task;
        };
        return (begun.Task, finish);
    }
}

/// <summary>Is handed whatever comes, as often as it comes.</summary>
[Repeatable("A test counts how often.")]
internal sealed class RepeatableRecorder : IConsumer<OrderPlaced>
{
    private readonly List<string> _effects = [];

    public IReadOnlyList<string> Effects => _effects;

    public Task ConsumeAsync(Event<OrderPlaced> @event, CancellationToken cancellationToken)
    {
        _effects.Add(@event.Data.OrderId);
        return Task.CompletedTask;
    }
}
