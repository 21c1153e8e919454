namespace Waybill.Inventory;

/// <summary>How much there is of a product.</summary>
/// <param name="OnHand">Negative when more is ordered than there is.</param>
/// <param name="Received">How many reorders have arrived so far.</param>
public sealed record StockLevel(string Sku, int OnHand, int InInspection, int ReorderPoint, int ReorderQuantity, int Received)
{
    /// <summary>What the shop has of a product nobody has moved yet.</summary>
    public static readonly StockLevel Initial = new("", OnHand: 500, InInspection: 0, ReorderPoint: 100, ReorderQuantity: 500, Received: 0);

    public bool BelowReorderPoint => OnHand < ReorderPoint;

    /// <summary>The number of the present shortage, or of the next: a reorder ends one when it arrives.</summary>
    public int Shortage => Received + 1;
}
