using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Waybill.Local.Endpoints;

namespace Waybill.Player.Playing;

/// <summary>The program that stands in for the shop's third parties: is told of orders, asked for contracts, and switched.</summary>
internal sealed class ThirdParties(Uri address) : IDisposable
{
    /// <summary>What cdk.json calls it.</summary>
    private const string Name = "third-parties";

    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(100) };

    /// <summary>The one that runs beside a laptop.</summary>
    /// <exception cref="UserErrorException">None does.</exception>
    public static ThirdParties Of(BusStatus laptop) => laptop.Programs.TryGetValue(Name, out var address)
        ? new ThirdParties(address)
        : throw new UserErrorException($"No program '{Name}' runs beside the stacks; cdk.json must have it at /context/laptop/programs.");

    /// <summary>Tells logistics and the customer directory about orders.</summary>
    public Task RegisterAsync(IReadOnlyList<RegisteredOrder> orders, CancellationToken cancellationToken) =>
        PutAsync("books/orders", orders, ThirdPartyJson.Default.IReadOnlyListRegisteredOrder, cancellationToken);

    public async Task<IReadOnlyList<Contract>> ContractsAsync(CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync(
            new Uri("books/contracts", UriKind.Relative), ThirdPartyJson.Default.IReadOnlyListContract, cancellationToken))!;

    /// <summary>Makes one of them behave so from now on.</summary>
    public Task SwitchAsync(string name, Switch change, CancellationToken cancellationToken) =>
        PutAsync($"modes/{name}", change, ThirdPartyJson.Default.Switch, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task PutAsync<T>(string path, T body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await _http.PutAsJsonAsync(new Uri(path, UriKind.Relative), body, type, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new UserErrorException(await response.Content.ReadAsStringAsync(cancellationToken));
        }
    }
}

internal sealed record RegisteredOrder(string OrderId, string? Email, IReadOnlyList<OrderItem> Items);

internal sealed record Contract(string ContractId, string OrderId, string Sku, string State);

/// <summary>How a third party is to behave: for ever when <paramref name="ForSeconds"/> is null.</summary>
internal sealed record Switch(string Mode, int? ForSeconds, double Rate, int Seed);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<RegisteredOrder>))]
[JsonSerializable(typeof(IReadOnlyList<Contract>))]
[JsonSerializable(typeof(Switch))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ThirdPartyJson : JsonSerializerContext;
