using Waybill.Eventing.Publishing;

namespace Waybill.Warehouse;

/// <summary>The events of this team; the catalog describes them.</summary>
public static class Published
{
    public static readonly EventType<ReorderPlaced> ReorderPlaced =
        new("https://events.shop.example/ReorderPlaced/1.0.0/schema.json", WarehouseJson.Default.ReorderPlaced, data => data.Sku);
}

public sealed record ReorderPlaced(string ReorderId, string Sku, int Quantity, string Supplier, int Shortage)
{
    public static ReorderPlaced From(Reorder reorder) =>
        new(reorder.ReorderId, reorder.Sku, reorder.Quantity, reorder.Supplier, reorder.Shortage);
}
