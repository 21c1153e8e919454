using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Fanout;
using Waybill.Local.Bus.Routing;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Disturbances;
using Waybill.Local.Metrics;
using Waybill.Local.Tracing;

namespace Waybill.Local.Tests.Bus;

/// <summary>The bus without its HTTP endpoints, over a data folder of its own.</summary>
internal sealed class TestBus : IAsyncDisposable
{
    private readonly bool _ownsFolder;

    public TestBus(CloudModel model, TimeProvider? time = null, string? folder = null)
    {
        _ownsFolder = folder is null;
        Model = model;
        Time = time ?? TimeProvider.System;
        Chaos = new Chaos(Time);
        Folder = folder ?? Directory.CreateTempSubdirectory("waybill-bus-").FullName;
        Store = BusStore.Open(Folder, Time, Warnings.Enqueue);
        Account = new LiveAccount(Store, Time, new Quotas());
        Queues = new Queues(Account, Store, Time, NullLogger<Queues>.Instance);
        Topics = new Topics(Account, Queues, Time, "http://127.0.0.1:4566", NullLogger<Topics>.Instance);
        var routes = new AccountRoutes(Account);
        var planner = new EventPlanner(Account, routes, Queues, Topics, Chaos, LaptopSpans.None, Time, Log);
        Router = new EventRouter(routes, planner, Queues, Store, Metrics.Enqueue, Time);
        Apply(model);
    }

    public CloudModel Model { get; }
    public TimeProvider Time { get; }
    public string Folder { get; }
    public BusStore Store { get; }
    public LiveAccount Account { get; }
    public Queues Queues { get; }
    public Topics Topics { get; }
    public EventRouter Router { get; }
    public Chaos Chaos { get; }
    public ConcurrentQueue<Metric> Metrics { get; } = new();

    /// <summary>What the store has said.</summary>
    public ConcurrentQueue<string> Warnings { get; } = new();
    public ListLog<EventPlanner> Log { get; } = new();

    /// <summary>Makes the account what the model says, as the operations of the services would.</summary>
    public void Apply(CloudModel model) => Account.ChangeAsync(
        change =>
        {
            foreach (var resource in (IEnumerable<IResource>)[
                .. model.Roles, .. model.Buses.Where(bus => bus.Name != EventBus.Default || bus.Policy.Count > 0), .. model.Queues,
                .. model.Functions, .. model.Rules, .. model.Archives])
            {
                change.Put(resource);
            }
        },
        TestContext.Current.CancellationToken).GetAwaiter().GetResult();

    public static IncomingEvent Event(
        string detail = """{"orderId":"1"}""", string bus = TestCloud.BusName, string source = "shop.orders") =>
        new(TestCloud.Arn("events", $"event-bus/{bus}"), source, "OrderCreated.v2", detail, Time: null, [], TraceHeader: null);

    public Task<IReadOnlyList<string>> PublishAsync(params IReadOnlyList<IncomingEvent> events) =>
        Router.PublishAsync(events, TestContext.Current.CancellationToken);

    /// <returns>The message id; that of the message taken before when a FIFO queue finds a duplicate.</returns>
    public async Task<string> SendAsync(
        string queue, string body, IReadOnlyDictionary<string, MessageAttribute>? attributes = null, TimeSpan delay = default,
        string? group = null, string? deduplicationId = null)
    {
        var message = Queues.Prepare(
            TestCloud.QueueArn(queue), body, attributes ?? MessageAttribute.None, traceHeader: null, delay, group, deduplicationId);
        await Queues.SendAsync([message], TestContext.Current.CancellationToken);
        return message.Fifo?.DuplicateOf ?? message.MessageId;
    }

    /// <summary>Waits until everything written so far is on disk and in its queue.</summary>
    public Task SettleAsync() => Store.CommitAsync(_ => { }, committed: null, TestContext.Current.CancellationToken);

    /// <summary>The data folder as it would be found if the process were killed now; the caller deletes it.</summary>
    public string CopyOfFolder()
    {
        var copy = Directory.CreateTempSubdirectory("waybill-killed-").FullName;
        foreach (var file in Directory.EnumerateFiles(Folder, "bus.db*"))
        {
            using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var to = File.Create(Path.Combine(copy, Path.GetFileName(file)));
            from.CopyTo(to);
        }

        return copy;
    }

    public MessageQueue Queue(string name) => Queues[TestCloud.QueueArn(name)];

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(string queue, int max = 10, TimeSpan wait = default) =>
        Queue(queue).ReceiveAsync(max, wait, visibility: null, TestContext.Current.CancellationToken);

    public Task DeleteAsync(string queue, params IEnumerable<ReceivedMessage> messages) =>
        Queue(queue).DeleteAsync([.. messages.Select(message => message.ReceiptHandle)], TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Router.DisposeAsync();
        await Queues.DisposeAsync();
        Account.Dispose();
        await Store.DisposeAsync();
        if (_ownsFolder && Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}

/// <summary>Remembers what was logged.</summary>
internal sealed class ListLog<T> : ILogger<T>
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
}
