using System.Net;
using System.Net.Http.Json;

namespace Waybill.Notifications;

/// <summary>Asks the team that knows customers for the address behind an order; events do not carry it (docs/decisions/0017).</summary>
public sealed class CustomerDirectory(HttpClient http, Uri address)
{
    /// <returns>Null for a guest, who left no address.</returns>
    /// <exception cref="InvalidOperationException">The directory knows no such order.</exception>
    public async Task<string?> AddressOfAsync(string orderId, CancellationToken cancellationToken)
    {
        var uri = new Uri(address, $"orders/{Uri.EscapeDataString(orderId)}/contact");
        using var response = await http.GetAsync(uri, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            throw new InvalidOperationException($"The customer directory knows no order {orderId} ({uri} answered 404).");
        }

        response.EnsureSuccessStatusCode();
        var contact = await response.Content.ReadFromJsonAsync(NotificationsJson.Default.Contact, cancellationToken)
            ?? throw new InvalidOperationException($"The customer directory answered null for order {orderId}.");
        return contact.Email;
    }
}

/// <summary>The customer directory's answer; the member is there for guests too, and null.</summary>
public sealed record Contact(string? Email);
