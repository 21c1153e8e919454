using Amazon.EventBridge;
using Amazon.Runtime;
using Spectre.Console;
using Waybill.Eventing.Publishing;
using Waybill.Local.Endpoints;

namespace Waybill.Player.Playing;

/// <summary>Plays a day in a running shop: registers its orders, publishes its events, waits until every queue is empty, counts.</summary>
internal sealed class Play(
    AdminClient laptop, ThirdParties thirdParties, EventPublisher publisher, IAnsiConsole console, TimeProvider time)
{
    private const int OrdersAtOnce = 200;
    private const int EventsAtOnce = 100;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestStandstill = TimeSpan.FromMinutes(15);

    private long _said = time.GetTimestamp();

    /// <summary>The developer at the keyboard, whom laptop mode asks for no policy.</summary>
    public static readonly AWSCredentials Developer = new BasicAWSCredentials("developer", "at-the-keyboard");

    /// <summary>Plays a day, publishing with the given key.</summary>
    public static async Task<Ledger> RunAsync(
        AdminClient laptop, ShopDay day, IAnsiConsole console, AWSCredentials credentials, CancellationToken cancellationToken)
    {
        var status = await laptop.StatusAsync(cancellationToken);
        using var thirdParties = ThirdParties.Of(status);
        using var eventBridge = new AmazonEventBridgeClient(
            credentials,
            new AmazonEventBridgeConfig { ServiceURL = laptop.Endpoint.ToString(), AuthenticationRegion = status.Region });
        var publisher = new EventPublisher(
            eventBridge, new PublisherOptions(status.Buses[0], "shop.orders"), SchemaCheck.Off, TimeProvider.System);
        return await new Play(laptop, thirdParties, publisher, console, TimeProvider.System).RunAsync(day, cancellationToken);
    }

    private async Task<Ledger> RunAsync(ShopDay day, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var book = new LedgerBook(laptop, thirdParties, day);
        await book.OpenAsync(cancellationToken);
        foreach (var chunk in day.Orders.Chunk(OrdersAtOnce))
        {
            await thirdParties.RegisterAsync(
                [.. chunk.Select(order => new RegisteredOrder(order.OrderId, Email(order), order.Items))], cancellationToken);
        }

        await PublishAsync(day.Events, cancellationToken);
        await DrainAsync(cancellationToken);
        return await book.CloseAsync(time.GetElapsedTime(start), cancellationToken);
    }

    /// <summary>Where a customer is written to; null for a guest.</summary>
    internal static string? Email(Order order) => order.CustomerId is { } id ? $"customer-{id}@customers.example" : null;

    private async Task PublishAsync(IReadOnlyList<PlayedEvent> events, CancellationToken cancellationToken)
    {
        var published = 0;
        foreach (var chunk in events.Chunk(EventsAtOnce))
        {
            var now = time.GetUtcNow();
            await publisher.PublishAsync(
                [.. chunk.Select((played, n) => played.At(now.AddMicroseconds(n)))], ThirdPartyJson.Default.JsonObject, cancellationToken);
            Say($"published {published += chunk.Length} of {events.Count} events");
        }
    }

    /// <summary>Waits until nothing is queued, in flight or on its way.</summary>
    /// <exception cref="UserErrorException">Nothing has moved for a quarter of an hour; the message names the queues.</exception>
    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        var (last, moved) = (-1, time.GetTimestamp());
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var status = await laptop.StatusAsync(cancellationToken);
            if (status.Idle)
            {
                return;
            }

            var left = status.Queues.Where(queue => !queue.DeadLetter).Sum(queue => queue.Messages) + status.PendingDeliveries;
            Say($"consumers at work, {left} messages left");
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
    }

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
