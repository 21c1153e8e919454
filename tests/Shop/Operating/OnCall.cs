using System.Text.Json.Nodes;

namespace Waybill.Shop.Tests.Operating;

/// <summary>Whoever is on call: a shop whose queues are impatient, and the commands that are typed at it.</summary>
internal sealed class OnCall : IAsyncDisposable
{
    private OnCall(RunningShop shop) => Shop = shop;

    public RunningShop Shop { get; }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>A shop in which a message that failed is seen again after a second, so that it is dead after five.</summary>
    public static async Task<OnCall> OpenAsync(Templates templates, params string[] impatient)
    {
        var onCall = new OnCall(await RunningShop.OpenAsync(templates));
        foreach (var consumer in impatient)
        {
            await onCall.WaitAsync(consumer, seconds: 1);
        }

        return onCall;
    }

    /// <summary>Pauses a consumer; its queue is made patient first, as Lambda wants it whenever a mapping is changed.</summary>
    public async Task<string> PauseAsync(string consumer)
    {
        await WaitAsync(consumer, seconds: 120);
        return (await TypeAsync("pause", consumer)).Output;
    }

    /// <summary>Types a command, and returns its exit code and what it printed.</summary>
    public Task<(int ExitCode, string Output)> TypeAsync(params string[] words) => WaybillProcess.RunAsync(Words(words));

    /// <summary>Starts a command and does not wait for it.</summary>
    public WaybillProcess Start(params string[] words) => WaybillProcess.Start(Words(words));

    /// <summary>An event as the catalog has it, of an order that nobody else has.</summary>
    public Task OrderAsync(string orderId, string? id = null) =>
        Shop.PutEventAsync("shop.orders", "OrderCreated.v2", Order(orderId, id ?? $"created-{orderId}").ToJsonString());

    /// <summary>The envelope of such an event.</summary>
    public static JsonObject Order(string orderId, string id) => new()
    {
        ["specversion"] = "1.0",
        ["id"] = id,
        ["source"] = "shop.orders",
        ["type"] = "OrderCreated.v2",
        ["time"] = "2026-03-02T09:21:47.530Z",
        ["datacontenttype"] = "application/json",
        ["dataschema"] = "https://events.shop.example/OrderCreated/2.0.0/schema.json",
        ["correlationid"] = $"created-{orderId}",
        ["partitionkey"] = orderId,
        ["data"] = new JsonObject { ["orderId"] = orderId, ["totalPrice"] = 5, ["currency"] = "EUR" },
    };

    /// <summary>Waits until so many messages of a consumer are dead.</summary>
    public async Task DeadAsync(string consumer, int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(WaybillProcess.Longest);
        while (await CountAsync($"waybill-dev-{consumer}-dlq") < count)
        {
            await Task.Delay(200, patience.Token);
        }
    }

    /// <summary>How many messages a queue has.</summary>
    public async Task<int> CountAsync(string queue)
    {
        var answer = await Shop.CallAsync("AmazonSQS.GetQueueAttributes", new JsonObject
        {
            ["QueueUrl"] = queue,
            ["AttributeNames"] = new JsonArray("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"),
        });
        return answer["Attributes"]!.AsObject().Sum(attribute => int.Parse((string)attribute.Value!, null));
    }

    public ValueTask DisposeAsync() => Shop.DisposeAsync();

    private async Task WaitAsync(string consumer, int seconds) => await Shop.CallAsync("AmazonSQS.SetQueueAttributes", new JsonObject
    {
        ["QueueUrl"] = $"waybill-dev-{consumer}",
        ["Attributes"] = new JsonObject { ["VisibilityTimeout"] = $"{seconds}" },
    });

    private string[] Words(string[] words) => [.. words, "--port", $"{Shop.Laptop.Endpoint.Port}"];
}
