using System.Globalization;

namespace Waybill.Warehouse;

/// <summary>Goods ordered from a supplier to end one shortage of one product.</summary>
public sealed record Reorder(string ReorderId, string Sku, int Quantity, string Supplier, int Shortage)
{
    public static Reorder For(StockLevelChanged level) => new(
        string.Create(CultureInfo.InvariantCulture, $"{level.Sku}-{level.Shortage}"),
        level.Sku,
        level.ReorderQuantity,
        SupplierOf(level.Sku),
        level.Shortage);

    /// <summary>Product lines begin with the first digit of the product code, and each has its supplier.</summary>
    private static string SupplierOf(string sku) => sku[0] switch
    {
        '1' => "Alder & Sons",
        '2' => "Brightwell Homeware",
        '4' or '7' => "Calder Textiles",
        '8' => "Drummond Gifts",
        _ => "Eastgate Wholesale",
    };
}
