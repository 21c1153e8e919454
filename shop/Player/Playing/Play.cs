using System.Text.Json.Nodes;
using Amazon.EventBridge;
using Amazon.Runtime;
using Spectre.Console;
using Waybill.Eventing;
using Waybill.Eventing.Publishing;
using Waybill.Local.Endpoints;

namespace Waybill.Player.Playing;

/// <summary>Plays a day in a running shop: registers its orders, publishes its events, waits until every queue is empty, or has nothing but
/// what is tried again later, and counts.</summary>
internal sealed class Play(
    AdminClient laptop, ThirdParties thirdParties, EventPublisher publisher, IAnsiConsole console, TimeProvider time)
{
    private const int OrdersAtOnce = 200;
    private const int EventsAtOnce = 100;
    private const int LooksToBeSure = 3;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestStandstill = TimeSpan.FromMinutes(15);

    private readonly OrderTraces _traces = new();
    private long _said = time.GetTimestamp();

    /// <summary>The developer at the keyboard, whom laptop mode asks for no policy.</summary>
    public static readonly AWSCredentials Developer = new BasicAWSCredentials("developer", "at-the-keyboard");

    /// <summary>Plays a day, publishing with the given key, and sees every retry to its end.</summary>
    public static async Task<Ledger> RunAsync(
        AdminClient laptop, ShopDay day, IAnsiConsole console, AWSCredentials credentials, CancellationToken cancellationToken) =>
        (await RunAsync(laptop, day, wait: true, console, credentials, cancellationToken)).Ledger;

    /// <summary>Plays a day, publishing with the given key.</summary>
    /// <returns>What came of it, and what waits: nothing, where retries are waited for.</returns>
    public static async Task<(Ledger Ledger, IReadOnlyList<WaitStatus> Waits)> RunAsync(
        AdminClient laptop, ShopDay day, bool wait, IAnsiConsole console, AWSCredentials credentials, CancellationToken cancellationToken)
    {
        var status = await laptop.StatusAsync(cancellationToken);
        using var thirdParties = ThirdParties.Of(status);
        using var eventBridge = new AmazonEventBridgeClient(
            credentials,
            new AmazonEventBridgeConfig { ServiceURL = laptop.Endpoint.ToString(), AuthenticationRegion = status.Region });
        var publisher = new EventPublisher(
            eventBridge, new PublisherOptions(status.Buses[0], "shop.orders"), SchemaCheck.Off, TimeProvider.System);
        return await new Play(laptop, thirdParties, publisher, console, TimeProvider.System).RunAsync(day, wait, cancellationToken);
    }

    private async Task<(Ledger Ledger, IReadOnlyList<WaitStatus> Waits)> RunAsync(
        ShopDay day, bool wait, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var book = new LedgerBook(laptop, thirdParties, day);
        await book.OpenAsync(cancellationToken);
        foreach (var chunk in day.Orders.Chunk(OrdersAtOnce))
        {
            await thirdParties.RegisterAsync(
                [.. chunk.Select(Registered)], cancellationToken);
        }

        await PublishAsync(day.Events, cancellationToken);
        var waits = await DrainAsync(wait, cancellationToken);
        return (await book.CloseAsync(time.GetElapsedTime(start), cancellationToken), waits);
    }

    /// <summary>An order as third parties are told of it.</summary>
    internal static RegisteredOrder Registered(Order order) => new(order.OrderId, Email(order), order.Items);

    /// <summary>Where a customer is written to; null for a guest.</summary>
    private static string? Email(Order order) => order.CustomerId is { } id ? $"customer-{id}@customers.example" : null;

    private async Task PublishAsync(IReadOnlyList<PlayedEvent> events, CancellationToken cancellationToken)
    {
        var published = 0;
        foreach (var chunk in events.Chunk(EventsAtOnce))
        {
            var now = time.GetUtcNow();
            await publisher.PublishAsync(
                [.. chunk.Select((played, n) => Traced(played, now.AddMicroseconds(n)))], ThirdPartyJson.Default.JsonObject,
                cancellationToken);
            Say($"published {published += chunk.Length} of {events.Count} events");
        }
    }

    private Event<JsonObject> Traced(PlayedEvent played, DateTimeOffset time) =>
        played.At(time) with { TraceParent = _traces.Of(played.OrderId) };

    /// <summary>Waits until nothing is queued, in flight or on its way; or, unless retries are waited for, until only they are
    /// left.</summary>
    /// <exception cref="UserErrorException">Nothing has moved for a quarter of an hour; the message names the queues.</exception>
    private async Task<IReadOnlyList<WaitStatus>> DrainAsync(bool wait, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        var (last, moved, standing) = (-1, time.GetTimestamp(), 0);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var status = await laptop.StatusAsync(cancellationToken);
            if (status.Idle)
            {
                return [];
            }

            var left = Left(status);
            // One look may fall between a function's answer and what comes of it.
            standing = status.Working || left != last ? 0 : standing + 1;
            if (!wait && standing >= LooksToBeSure)
            {
                return status.Waits;
            }

            Say(status.Working
                ? $"consumers at work, {left} messages left"
                : $"{left} messages left, which wait: {WaitText.Shortly(status.Waits)}");
            if (left != last)
            {
                (last, moved) = (left, time.GetTimestamp());
            }
            else if (time.GetElapsedTime(moved) > LongestStandstill)
            {
                throw new UserErrorException(
                    $"Nothing has moved for {LongestStandstill.TotalMinutes:0} minutes. Still queued: {Waiting(status)}.");
            }
        }

        return [];
    }

    private static int Left(BusStatus status) =>
        status.Queues.Where(queue => !queue.DeadLetter).Sum(queue => queue.Messages) + status.PendingDeliveries;

    /// <summary>Whole lines, now and then: the functions' log is printed between them.</summary>
    private void Say(string text)
    {
        if (time.GetElapsedTime(_said) >= SayEvery)
        {
            _said = time.GetTimestamp();
            console.MarkupLineInterpolated($"[grey]{text}[/]");
        }
    }

    private static string Waiting(BusStatus status) => string.Join(", ", status.Queues
        .Where(queue => queue is { DeadLetter: false, Messages: > 0 })
        .Select(queue => $"{queue.Name} ({queue.Visible} visible, {queue.InFlight} in flight, {queue.Delayed} delayed)"));
}
