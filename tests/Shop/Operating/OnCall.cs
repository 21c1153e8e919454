using System.Text.Json.Nodes;

namespace Waybill.Shop.Tests.Operating;

/// <summary>Whoever is on call: what is typed at a shop, and what is seen of it.</summary>
/// <param name="aws">The account.</param>
/// <param name="shop">The shop whose account it is, where it is closed with this.</param>
internal sealed class OnCall(AwsCalls aws, RunningShop? shop = null) : IAsyncDisposable
{
    /// <summary>As long as Lambda wants it whenever a mapping is changed: longer than six times the function's timeout.</summary>
    private const int PatientSeconds = 120;

    private const string InFlight = "ApproximateNumberOfMessagesNotVisible";

    public AwsCalls Aws => aws;

    public RunningShop Shop => shop!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>A shop in which a message that failed is seen again after a second, so that it is dead after five.</summary>
    public static async Task<OnCall> OpenAsync(Templates templates, params string[] impatient)
    {
        var shop = await RunningShop.OpenAsync(templates);
        var onCall = new OnCall(shop.Aws, shop);
        foreach (var consumer in impatient)
        {
            await onCall.HurryAsync(consumer);
        }

        return onCall;
    }

    public ValueTask DisposeAsync() => shop?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Lets a message that failed be seen again after a second, so that it is dead after five.</summary>
    public Task HurryAsync(string consumer) => WaitAsync(consumer, seconds: 1);

    /// <summary>Lets a message that failed wait, as long as templates say.</summary>
    public Task CalmAsync(string consumer) => WaitAsync(consumer, PatientSeconds);

    /// <summary>Types a command, and returns its exit code and what it printed.</summary>
    public async Task<Typed> TypeAsync(params string[] words)
    {
        using var process = Start(words);
        var code = await process.ExitAsync();
        return new Typed(code, process.Output.ReplaceLineEndings(" ")) { Text = process.Output };
    }

    /// <summary>Starts a command and does not wait for it.</summary>
    public WaybillProcess Start(params string[] words) => WaybillProcess.Start([.. words, "--port", $"{aws.Endpoint.Port}"]);

    /// <summary>Waits until an alarm goes off; what its text says to type, without the environment, which is this one.</summary>
    public async Task<(string Name, string[] Look)> AlarmAsync(string about, string problem)
    {
        const string Look = "\nLook: ./waybill ";
        const string Environment = " --env dev\n";
        var name = $"waybill-dev-{about}-{problem}";
        JsonNode alarm = null!;
        await UntilAsync(async () =>
        {
            var answer = await aws.CallAsync(
                "GraniteServiceVersion20100801.DescribeAlarms", new JsonObject { ["AlarmNames"] = new JsonArray(name) });
            alarm = answer["MetricAlarms"]![0]!;
            return (string?)alarm["StateValue"] == "ALARM";
        });
        var text = (string)alarm["AlarmDescription"]!;
        Assert.Contains(Look, text, StringComparison.Ordinal);
        Assert.Contains(Environment, text, StringComparison.Ordinal);
        return (name, text.Split(Look)[1].Split(Environment)[0].Split(' '));
    }

    /// <summary>An event as the catalog has it, of an order that nobody else has.</summary>
    public Task OrderAsync(string orderId, string? id = null) =>
        aws.PutEventAsync("shop.orders", "OrderCreated.v2", Order(orderId, id ?? $"created-{orderId}").ToJsonString());

    /// <summary>The envelope of such an event.</summary>
    public static JsonObject Order(string orderId, string id) => Envelope(
        "shop.orders", "OrderCreated.v2", id, orderId,
        new JsonObject { ["orderId"] = orderId, ["totalPrice"] = 5, ["currency"] = "EUR" });

    /// <summary>Puts such an event among a consumer's dead letters, as if the consumer had given it up.</summary>
    public Task KillAsync(string consumer, string id, string orderId) => aws.CallAsync("AmazonSQS.SendMessage", new JsonObject
    {
        ["QueueUrl"] = $"waybill-dev-{consumer}-dlq",
        ["MessageBody"] = HandedOver(id, orderId),
    });

    /// <summary>The same as EventBridge hands it over.</summary>
    private static string HandedOver(string id, string orderId) => new JsonObject
    {
        ["version"] = "0",
        ["id"] = $"bus-{id}",
        ["source"] = "shop.orders",
        ["detail-type"] = "OrderCreated.v2",
        ["account"] = "111111111111",
        ["time"] = "2026-03-02T09:21:47Z",
        ["region"] = "eu-central-1",
        ["resources"] = new JsonArray(),
        ["detail"] = Order(orderId, id),
    }.ToJsonString();

    /// <summary>An event that TrackOrder hears and nobody else.</summary>
    public Task ProgressAsync(string orderId) => EventAsync(
        "shop.logistics", "DeliveryProgressed.v1", $"progressed-{orderId}", orderId,
        new JsonObject { ["orderId"] = orderId, ["stopsAway"] = 7 });

    /// <summary>An event in its envelope.</summary>
    public Task EventAsync(string source, string type, string id, string partitionKey, JsonObject data) =>
        aws.PutEventAsync(source, type, Envelope(source, type, id, partitionKey, data).ToJsonString());

    public static JsonObject Envelope(string source, string type, string id, string partitionKey, JsonObject data) => new()
    {
        ["specversion"] = "1.0",
        ["id"] = id,
        ["source"] = source,
        ["type"] = type,
        ["time"] = "2026-03-02T09:21:47.530Z",
        ["datacontenttype"] = "application/json",
        ["dataschema"] = $"https://events.shop.example/{type.Split('.')[0]}/1.0.0/schema.json",
        ["correlationid"] = $"about-{partitionKey}",
        ["partitionkey"] = partitionKey,
        ["data"] = data,
    };

    /// <summary>Waits until so many messages of a consumer are dead.</summary>
    public Task DeadAsync(string consumer, int count) =>
        UntilAsync(async () => await CountAsync($"waybill-dev-{consumer}-dlq") >= count);

    /// <summary>Waits until a consumer has nothing left to do.</summary>
    public Task DoneAsync(string consumer) => UntilAsync(async () => await CountAsync($"waybill-dev-{consumer}") == 0);

    /// <summary>How many messages a queue has.</summary>
    public Task<int> CountAsync(string queue) => CountAsync(queue, "ApproximateNumberOfMessages", InFlight);

    /// <summary>How many of a queue's messages are in somebody's hands.</summary>
    public Task<int> InFlightAsync(string queue) => CountAsync(queue, InFlight);

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(WaybillProcess.Longest);
        while (!await holds())
        {
            await Task.Delay(200, patience.Token);
        }
    }

    private async Task<int> CountAsync(string queue, params string[] attributes)
    {
        var answer = await aws.CallAsync("AmazonSQS.GetQueueAttributes", new JsonObject
        {
            ["QueueUrl"] = queue,
            ["AttributeNames"] = new JsonArray([.. attributes.Select(attribute => (JsonNode)attribute)]),
        });
        return answer["Attributes"]!.AsObject().Sum(attribute => int.Parse((string)attribute.Value!, null));
    }

    private Task WaitAsync(string consumer, int seconds) => SetAsync($"waybill-dev-{consumer}", "VisibilityTimeout", $"{seconds}");

    /// <summary>Sets an attribute of a queue, as a deployment would.</summary>
    public Task SetAsync(string queue, string attribute, string value) => aws.CallAsync(
        "AmazonSQS.SetQueueAttributes",
        new JsonObject { ["QueueUrl"] = queue, ["Attributes"] = new JsonObject { [attribute] = value } });
}

/// <summary>What a command printed.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">All of it, lines joined.</param>
internal sealed record Typed(int ExitCode, string Output)
{
    /// <summary>The same in its lines.</summary>
    public required string Text { get; init; }
}
