using Waybill.Eventing.Publishing;

namespace Waybill.Inventory;

/// <summary>The events of this team; the catalog describes them.</summary>
public static class Published
{
    public static readonly EventType<StockLevelChanged> StockLevelChanged =
        new("https://events.shop.example/StockLevelChanged/1.0.0/schema.json", InventoryJson.Default.StockLevelChanged, data => data.Sku);
}

public sealed record StockLevelChanged(
    string Sku, int OnHand, int InInspection, int ReorderPoint, int ReorderQuantity, bool BelowReorderPoint, int Shortage)
{
    public static StockLevelChanged From(StockLevel level) => new(
        level.Sku, level.OnHand, level.InInspection, level.ReorderPoint, level.ReorderQuantity, level.BelowReorderPoint, level.Shortage);
}
