using System.Net;
using System.Net.Http.Json;

namespace Waybill.Inventory;

/// <summary>Asks the owner of an order's items; events do not carry them (docs/decisions/0017).</summary>
public sealed class Logistics(HttpClient http, Uri address)
{
    /// <exception cref="InvalidOperationException">Logistics knows no such order.</exception>
    public async Task<IReadOnlyList<Item>> ItemsOfAsync(string orderId, CancellationToken cancellationToken)
    {
        var uri = new Uri(address, $"orders/{Uri.EscapeDataString(orderId)}/items");
        using var response = await http.GetAsync(uri, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            throw new InvalidOperationException($"Logistics knows no order {orderId} ({uri} answered 404).");
        }

        response.EnsureSuccessStatusCode();
        var order = await response.Content.ReadFromJsonAsync(InventoryJson.Default.OrderItems, cancellationToken)
            ?? throw new InvalidOperationException($"Logistics answered null for order {orderId}.");
        return order.Items;
    }
}

/// <summary>What this team reads of logistics' answer.</summary>
public sealed record OrderItems(IReadOnlyList<Item> Items);

public sealed record Item(string Sku, int Quantity);
