using System.Globalization;
using System.Net;

namespace Waybill.Notifications;

/// <summary>A mail to the customer of an order; who that is, only the sender finds out.</summary>
/// <param name="Consumer">Who had it sent; with the order's id it tells mails apart in SES's statistics.</param>
/// <param name="Text">The body for those who read without HTML.</param>
public sealed record Email(string Consumer, string OrderId, string Subject, string Text, string Html)
{
    public static Email OrderConfirmation(OrderCreated order)
    {
        var total = string.Create(CultureInfo.InvariantCulture, $"{order.TotalPrice:N2} {order.Currency}");
        return Create(
            nameof(SendOrderConfirmation),
            order.OrderId,
            $"Thank you for your order {order.OrderId}",
            $"Thank you for your order {order.OrderId}.",
            $"It comes to {total}. We write again when it is on its way.");
    }

    public static Email ContractNotice(ContractChanged contract, ContractState state) => state switch
    {
        ContractState.Issued => Create(
            nameof(SendContractNotice),
            contract.OrderId,
            $"Your {contract.Kind} {contract.ContractId} is in force",
            $"Your {contract.Kind} {contract.ContractId} for order {contract.OrderId} is in force.",
            "There is nothing you need to do."),
        _ => Create(
            nameof(SendContractNotice),
            contract.OrderId,
            $"Your {contract.Kind} {contract.ContractId} is cancelled",
            $"Your {contract.Kind} {contract.ContractId} for order {contract.OrderId} is cancelled.",
            "You owe nothing for it."),
    };

    private static Email Create(string consumer, string orderId, string subject, params ReadOnlySpan<string> paragraphs)
    {
        const string Signature = "Your shop";
        string[] all = [.. paragraphs, Signature];
        var html = string.Concat(all.Select(paragraph => $"<p>{WebUtility.HtmlEncode(paragraph)}</p>"));
        return new Email(
            consumer, orderId, subject, string.Join("\n\n", all) + "\n", $"<!doctype html><html lang=\"en\"><body>{html}</body></html>");
    }
}
