using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Waybill.Cli.Playing;

/// <summary>Asks a running laptop mode what it holds, and fills its stand-ins.</summary>
internal sealed class LaptopClient(Uri endpoint) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = endpoint, Timeout = TimeSpan.FromSeconds(100) };

    public Uri Endpoint => endpoint;

    public Task<LaptopStatus> StatusAsync(CancellationToken cancellationToken) =>
        GetAsync("/_waybill/status", LaptopJson.Default.LaptopStatus, cancellationToken);

    public Task<CaughtMail[]> MailsAsync(CancellationToken cancellationToken) =>
        GetAsync("/_waybill/mails", LaptopJson.Default.CaughtMailArray, cancellationToken);

    public Task<Contract[]> ContractsAsync(CancellationToken cancellationToken) =>
        GetAsync("/_waybill/contracts", LaptopJson.Default.ContractArray, cancellationToken);

    public Task<MetricSum[]> MetricAsync(string name, CancellationToken cancellationToken) =>
        GetAsync($"/_waybill/metrics?namespace=Waybill&name={name}", LaptopJson.Default.MetricSumArray, cancellationToken);

    /// <summary>The archived envelopes of one detail-type, oldest first.</summary>
    public async IAsyncEnumerable<JsonElement> EventsAsync(string detailType, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await SendAsync(
            () => _http.GetAsync(new Uri($"/_waybill/events?detailType={detailType}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return JsonElement.Parse(line);
        }
    }

    /// <summary>Tells the stand-ins for logistics and the customer directory about orders.</summary>
    public Task RegisterAsync(IReadOnlyList<RegisteredOrder> orders, CancellationToken cancellationToken) =>
        PutAsync("/_waybill/orders", JsonContent.Create(orders, LaptopJson.Default.IReadOnlyListRegisteredOrder), cancellationToken);

    public Task SwitchStandInAsync(string name, string mode, CancellationToken cancellationToken) =>
        PutAsync($"/_waybill/standins/{name}", JsonContent.Create(new StandInMode(mode), LaptopJson.Default.StandInMode), cancellationToken);

    public Task SetChaosAsync(ChaosMode chaos, CancellationToken cancellationToken) =>
        PutAsync("/_waybill/chaos", JsonContent.Create(chaos, LaptopJson.Default.ChaosMode), cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(() => _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken));
        return await response.Content.ReadFromJsonAsync(type, cancellationToken)
            ?? throw new InvalidDataException($"GET {path} answered null.");
    }

    private async Task PutAsync(string path, HttpContent content, CancellationToken cancellationToken)
    {
        using (content)
        {
            using var response = await SendAsync(() => _http.PutAsync(new Uri(path, UriKind.Relative), content, cancellationToken));
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Func<Task<HttpResponseMessage>> send)
    {
        HttpResponseMessage response;
        try
        {
            response = await send();
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError)
        {
            throw new UserErrorException($"Nothing answers at {endpoint}. Start the shop first: dotnet run --project src/Cli up");
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            throw response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound
                ? new UserErrorException(text)
                : new HttpRequestException($"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri} answered {(int)response.StatusCode}: {text}");
        }
    }
}

internal sealed record LaptopStatus(string Region, IReadOnlyList<string> Buses, IReadOnlyList<QueueStatus> Queues, long EventsPublished, long EventsDelivered, int PendingDeliveries, bool Idle);

internal sealed record QueueStatus(string Name, int Visible, int InFlight, int Delayed, bool DeadLetter)
{
    public int Messages => Visible + InFlight + Delayed;
}

internal sealed record CaughtMail(DateTimeOffset Time, IReadOnlyList<string> To, string Subject, IReadOnlyDictionary<string, string> Tags);

internal sealed record Contract(string ContractId, string OrderId, string Sku, string State);

internal sealed record MetricSum(IReadOnlyDictionary<string, string> Dimensions, double Sum);

internal sealed record RegisteredOrder(string OrderId, string? Email, IReadOnlyList<OrderItem> Items);

internal sealed record StandInMode(string Mode);

/// <summary>How deliveries are disturbed, to show that effects do not change.</summary>
internal sealed record ChaosMode(bool Duplicates, bool Reorder, int Seed);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LaptopStatus))]
[JsonSerializable(typeof(CaughtMail[]))]
[JsonSerializable(typeof(Contract[]))]
[JsonSerializable(typeof(MetricSum[]))]
[JsonSerializable(typeof(IReadOnlyList<RegisteredOrder>))]
[JsonSerializable(typeof(StandInMode))]
[JsonSerializable(typeof(ChaosMode))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class LaptopJson : JsonSerializerContext;
