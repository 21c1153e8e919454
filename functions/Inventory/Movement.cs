namespace Waybill.Inventory;

/// <summary>A change of stock levels that happens as a whole and once; its id says which one it is.</summary>
/// <param name="Lines">One for each product, sorted, because event ids follow from the order.</param>
public sealed record Movement(string Id, IReadOnlyList<MovementLine> Lines)
{
    public static string ReleaseId(string orderId) => $"{orderId}/released";

    /// <summary>Goods leave the shelf for an order.</summary>
    public static Movement Reservation(string orderId, IEnumerable<Item> items) =>
        new(orderId, LinesOf(items, quantity => new(OnHand: -quantity, InInspection: 0, Received: 0)));

    /// <summary>Goods of an order that has ended go to inspection.</summary>
    public static Movement Release(string orderId, IEnumerable<Item> items) =>
        new(ReleaseId(orderId), LinesOf(items, quantity => new(OnHand: 0, InInspection: quantity, Received: 0)));

    /// <summary>Goods of a reorder arrive.</summary>
    public static Movement Receipt(ReorderPlaced reorder) =>
        new($"{reorder.ReorderId}/received", [new MovementLine(reorder.Sku, new(OnHand: reorder.Quantity, InInspection: 0, Received: 1))]);

    private static List<MovementLine> LinesOf(IEnumerable<Item> items, Func<int, LevelChange> change) =>
    [
        .. items.GroupBy(item => item.Sku).OrderBy(sameSku => sameSku.Key, StringComparer.Ordinal)
            .Select(sameSku => new MovementLine(sameSku.Key, change(sameSku.Sum(item => item.Quantity)))),
    ];
}

public sealed record MovementLine(string Sku, LevelChange Change);

/// <summary>What is added to a level.</summary>
/// <param name="Received">Reorders that have arrived.</param>
public sealed record LevelChange(int OnHand, int InInspection, int Received);
