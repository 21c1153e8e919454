namespace Waybill.Player.Retail;

/// <summary>One row of an Online Retail file.</summary>
internal sealed record InvoiceLine(string StockCode, int Quantity, decimal UnitPrice)
{
    private const int ProductDigits = 5;

    /// <summary>A product has a stock code whose first five characters are digits; postage, fees and vouchers have not.</summary>
    public bool IsProduct =>
        StockCode.Length >= ProductDigits && StockCode.AsSpan(0, ProductDigits).IndexOfAnyExceptInRange('0', '9') < 0;

    public bool IsSale => Quantity > 0 && UnitPrice > 0;
}

/// <summary>An invoice with its lines in file order; <paramref name="CustomerId"/> is null for a guest.</summary>
internal sealed record Invoice(string Number, DateTime Date, string? CustomerId, IReadOnlyList<InvoiceLine> Lines)
{
    /// <summary>An invoice whose number starts with <c>C</c> takes back earlier goods.</summary>
    public bool IsReturn => Number.StartsWith('C');

    public bool IsOrder => !IsReturn && Lines.Any(line => line.IsSale);

    /// <summary>Σ quantity × unit price over the lines that sell something, in two decimals.</summary>
    public decimal Total => decimal.Round(
        Lines.Where(line => line.IsSale).Sum(line => line.Quantity * line.UnitPrice), 2, MidpointRounding.AwayFromZero);

    /// <summary>What the order reserves: its product lines that hand out goods.</summary>
    public IEnumerable<InvoiceLine> Goods => Lines.Where(line => line.IsProduct && line.Quantity > 0);

    public IEnumerable<string> ProductCodes =>
        Lines.Where(line => line.IsProduct).Select(line => line.StockCode).Distinct(StringComparer.Ordinal);
}
