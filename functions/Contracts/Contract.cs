namespace Waybill.Contracts;

/// <summary>A contract with a customer, kept by a third party.</summary>
public sealed record Contract(string Id, string OrderId, string Sku, string Kind)
{
    public const string WarrantyKind = "warranty";

    /// <summary>The one warranty of a product in an order: always the same id, so that asking twice issues once.</summary>
    public static Contract Warranty(string orderId, string sku) => new($"W-{orderId}-{sku}", orderId, sku, WarrantyKind);
}

/// <summary>How many calls to others one event makes at the same time.</summary>
internal static class Concurrency
{
    public static ParallelOptions Of(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken };
}
