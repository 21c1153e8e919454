using Amazon.EventBridge;
using Amazon.Runtime;
using Spectre.Console;
using Waybill.Eventing.Publishing;

namespace Waybill.Cli.Playing;

/// <summary>Plays a day in a running shop: registers its orders, publishes its events, waits until every queue is empty, counts.</summary>
internal sealed class Play(LaptopClient laptop, EventPublisher publisher, IAnsiConsole console, TimeProvider time)
{
    private const int OrdersAtOnce = 200;
    private const int EventsAtOnce = 100;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestStandstill = TimeSpan.FromMinutes(15);

    /// <summary>Plays as the developer at the keyboard, whom laptop mode asks for no policy.</summary>
    public static async Task<Ledger> RunAsync(LaptopClient laptop, ShopDay day, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var status = await laptop.StatusAsync(cancellationToken);
        using var eventBridge = new AmazonEventBridgeClient(
            new BasicAWSCredentials("developer", "at-the-keyboard"),
            new AmazonEventBridgeConfig { ServiceURL = laptop.Endpoint.ToString(), AuthenticationRegion = status.Region });
        var publisher = new EventPublisher(eventBridge, new PublisherOptions(status.Buses[0], "shop.orders"), SchemaCheck.Off, TimeProvider.System);
        return await new Play(laptop, publisher, console, TimeProvider.System).RunAsync(day, cancellationToken);
    }

    public async Task<Ledger> RunAsync(ShopDay day, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var book = new LedgerBook(laptop, day);
        await book.OpenAsync(cancellationToken);
        await console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async progress =>
            {
                await RegisterAsync(day.Orders, cancellationToken);
                await PublishAsync(day.Events, progress.AddTask("publishing", maxValue: Math.Max(1, day.Events.Count)), cancellationToken);
                await DrainAsync(progress.AddTask("consumers at work"), cancellationToken);
            });
        return await book.CloseAsync(time.GetElapsedTime(start), cancellationToken);
    }

    private async Task RegisterAsync(IReadOnlyList<Order> orders, CancellationToken cancellationToken)
    {
        foreach (var chunk in orders.Chunk(OrdersAtOnce))
        {
            await laptop.RegisterAsync([.. chunk.Select(order => new RegisteredOrder(order.OrderId, Email(order), order.Items))], cancellationToken);
        }
    }

    private static string? Email(Order order) => order.CustomerId is { } id ? $"customer-{id}@customers.example" : null;

    private async Task PublishAsync(IReadOnlyList<PlayedEvent> events, ProgressTask progress, CancellationToken cancellationToken)
    {
        foreach (var chunk in events.Chunk(EventsAtOnce))
        {
            var now = time.GetUtcNow();
            await publisher.PublishAsync([.. chunk.Select((played, n) => played.At(now.AddMicroseconds(n)))], LaptopJson.Default.JsonObject, cancellationToken);
            progress.Increment(chunk.Length);
        }

        progress.Value = progress.MaxValue;
    }

    /// <summary>Waits until nothing is queued, in flight or on its way.</summary>
    /// <exception cref="UserErrorException">Nothing has moved for a quarter of an hour; the message names the queues that hold messages.</exception>
    private async Task DrainAsync(ProgressTask progress, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        var (most, last, moved) = (1, -1, time.GetTimestamp());
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var status = await laptop.StatusAsync(cancellationToken);
            if (status.Idle)
            {
                progress.Value = progress.MaxValue;
                return;
            }

            var left = status.Queues.Where(queue => !queue.DeadLetter).Sum(queue => queue.Messages) + status.PendingDeliveries;
            most = Math.Max(most, left);
            progress.MaxValue = most;
            progress.Value = most - left;
            progress.Description = $"consumers at work ({left} messages left)";
            if (left != last)
            {
                (last, moved) = (left, time.GetTimestamp());
            }
            else if (time.GetElapsedTime(moved) > LongestStandstill)
            {
                throw new UserErrorException($"Nothing has moved for {LongestStandstill.TotalMinutes:0} minutes. Still queued: {Waiting(status)}.");
            }
        }
    }

    private static string Waiting(LaptopStatus status) => string.Join(", ", status.Queues
        .Where(queue => queue is { DeadLetter: false, Messages: > 0 })
        .Select(queue => $"{queue.Name} ({queue.Visible} visible, {queue.InFlight} in flight, {queue.Delayed} delayed)"));
}
