using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SimpleEmailV2;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Waybill.Tests.Support;

/// <summary>Logistics, the customer directory, the contract provider and SES, over HTTP, with what a test gives them.</summary>
public sealed class ThirdParties : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, JsonArray> _items = new();
    private readonly ConcurrentDictionary<string, string?> _addresses = new();
    private Loopback _server = null!;

    private ThirdParties()
    {
    }

    public Uri Address => _server.Address;

    public IAmazonSimpleEmailServiceV2 Ses { get; private set; } = null!;

    /// <summary>Each mail, as it was asked for.</summary>
    public ConcurrentQueue<JsonNode> Mails { get; } = new();

    /// <summary>What SES answers instead of sending.</summary>
    public string? SesError { get; set; }

    /// <summary>Each contract that was ever issued, and whether it is in force.</summary>
    public ConcurrentDictionary<string, bool> Contracts { get; } = new();

    public static async Task<ThirdParties> StartAsync(DelegatingHandler handler)
    {
        var parties = new ThirdParties();
        parties._server = await Loopback.StartAsync(parties.AnswerAsync);
        parties.Ses = new AmazonSimpleEmailServiceV2Client(new BasicAWSCredentials("local", "local"), new AmazonSimpleEmailServiceV2Config
        {
            ServiceURL = parties.Address.ToString(),
            AuthenticationRegion = "eu-west-1",
            MaxErrorRetry = 0,
            HttpClientFactory = new HttpThrough(handler),
        });
        return parties;
    }

    /// <summary>What the teams are told of them, and the tables of the teams' own.</summary>
    public async Task<IReadOnlyDictionary<string, string>> SettingsAsync(Dynalite dynalite) => new Dictionary<string, string>
    {
        ["SENDER_ADDRESS"] = "orders@shop.example",
        ["CUSTOMER_DIRECTORY_URL"] = $"{Address}customers",
        ["LOGISTICS_URL"] = $"{Address}logistics",
        ["CONTRACT_PROVIDER_URL"] = $"{Address}contracts/",
        ["CONTRACTS_TABLE"] = await dynalite.CreateTableAsync("orderId"),
        ["STOCK_LEVELS_TABLE"] = await dynalite.CreateTableAsync("sku"),
        ["STOCK_MOVEMENTS_TABLE"] = await dynalite.CreateTableAsync("movementId"),
        ["REORDERS_TABLE"] = await dynalite.CreateTableAsync("reorderId"),
        ["TIMELINES_TABLE"] = await dynalite.CreateTableAsync("orderId", "entry"),
    };

    /// <summary>The clients that teams reach them by, in place of those of their <c>Startup</c>.</summary>
    public void AddTo(IServiceCollection services) => services.AddSingleton(Ses);

    public void HasOrder(string orderId, string? email, params IEnumerable<(string Sku, int Quantity, decimal UnitPrice)> items)
    {
        _addresses[orderId] = email;
        _items[orderId] = new JsonArray(
            [.. items.Select(item => new JsonObject { ["sku"] = item.Sku, ["quantity"] = item.Quantity, ["unitPrice"] = item.UnitPrice })]);
    }

    public async ValueTask DisposeAsync()
    {
        Ses.Dispose();
        await _server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (status, body) = (context.Request.Method, path) switch
        {
            ("GET", ["logistics", "orders", var order, "items"]) when _items.TryGetValue(order, out var items) =>
                (200, new JsonObject { ["orderId"] = order, ["items"] = items.DeepClone() }),
            ("GET", ["customers", "orders", var order, "contact"]) when _addresses.TryGetValue(order, out var email) =>
                (200, new JsonObject { ["email"] = email }),
            ("PUT", ["contracts", "contracts", var id]) => (Contracts.TryAdd(id, true) ? 201 : 200, null),
            ("DELETE", ["contracts", "contracts", var id]) when Contracts.ContainsKey(id) => (Cancel(id), null),
            ("POST", ["v2", "email", "outbound-emails"]) =>
                Send(await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted)),
            _ => (404, (JsonObject?)null),
        };
        context.Response.StatusCode = status;
        if (body is not null)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(body.ToJsonString());
        }
    }

    private int Cancel(string id)
    {
        Contracts[id] = false;
        return 204;
    }

    private (int Status, JsonObject Body) Send(JsonNode? mail)
    {
        if (SesError is { } error)
        {
            return (400, new JsonObject { ["__type"] = "MessageRejected", ["message"] = error });
        }

        Mails.Enqueue(mail!);
        return (200, new JsonObject { ["MessageId"] = Mails.Count.ToString(CultureInfo.InvariantCulture) });
    }
}
