using Waybill.Player.Retail;

namespace Waybill.Player.Playing;

/// <summary>An order as the systems around the bus know it: what the third parties are asked about.</summary>
internal sealed record Order(string OrderId, string? CustomerId, decimal TotalPrice, IReadOnlyList<OrderItem> Items);

internal sealed record OrderItem(string Sku, int Quantity, decimal UnitPrice);

/// <summary>Earlier orders whose goods an invoice takes back; empty when it matches none.</summary>
internal sealed record Return(string ReturnId, IReadOnlyList<string> OrderIds);

/// <summary>What happens in the shop while files are played, in order.</summary>
internal sealed record ShopDay(
    IReadOnlyList<Order> Orders,
    IReadOnlyList<Return> Returns,
    int Adjustments,
    IReadOnlyList<MalformedRow> MalformedRows,
    IReadOnlyList<PlayedEvent> Events)
{
    public const string Currency = "GBP";

    /// <summary>The made-up day that <c>waybill up</c> plays when it is given none.</summary>
    public static ShopDay Sample() => Read([SampleFile("orders.csv"), SampleFile("events.jsonl")]);

    /// <summary>Reads what is to be played: Online Retail <c>.csv</c> files and <c>.jsonl</c> scripts beside them.</summary>
    /// <exception cref="UserErrorException">A file is missing, or is not what it should be.</exception>
    public static ShopDay Read(IReadOnlyCollection<string> files)
    {
        var scripts = files.Where(file => file.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)).ToList();
        return From(RetailCsv.Read(files.Except(scripts, StringComparer.Ordinal)), [.. scripts.SelectMany(ScriptedEvent.Read)]);
    }

    /// <summary>Turns invoices into orders, returns and adjustments, and those into the events their systems publish.</summary>
    public static ShopDay From(RetailDays days, IReadOnlyList<ScriptedEvent> script)
    {
        var orders = new List<Order>();
        var returns = new List<Return>();
        var events = new List<PlayedEvent>();
        var history = new OrderHistory();
        var adjustments = 0;
        foreach (var invoice in days.Invoices)
        {
            if (invoice.IsReturn)
            {
                var taken = new Return(invoice.Number, history.OrdersTakenBackBy(invoice));
                returns.Add(taken);
                events.AddRange(taken.OrderIds.Select((orderId, n) => PlayedEvent.OrderReturned(taken.ReturnId, orderId, n)));
            }
            else if (invoice.IsOrder)
            {
                var order = ToOrder(invoice);
                orders.Add(order);
                history.Add(invoice);
                events.Add(PlayedEvent.OrderCreated(order));
            }
            else
            {
                adjustments++;
            }

            events.AddRange(script.Where(line => line.After == invoice.Number).Select(line => line.ToEvent(events)));
        }

        RefuseUnusedLines(script, days);
        return new ShopDay(orders, returns, adjustments, days.MalformedRows, events);
    }

    private static string SampleFile(string name) => Path.Combine(AppContext.BaseDirectory, "SampleDay", name);

    private static Order ToOrder(Invoice invoice) => new(
        invoice.Number,
        invoice.CustomerId,
        invoice.Total,
        [.. invoice.Goods.Select(line => new OrderItem(line.StockCode, line.Quantity, line.UnitPrice))]);

    private static void RefuseUnusedLines(IReadOnlyList<ScriptedEvent> script, RetailDays days)
    {
        var known = days.Invoices.Select(invoice => invoice.Number).ToHashSet(StringComparer.Ordinal);
        if (script.FirstOrDefault(line => !known.Contains(line.After)) is { } lost)
        {
            throw new UserErrorException($"{lost.Where}: \"after\" is '{lost.After}', which is no invoice of the files played with it.");
        }
    }
}

/// <summary>Finds the orders that a return invoice takes goods from: of the same customer, the latest one for each product code.</summary>
internal sealed class OrderHistory
{
    private readonly Dictionary<(string Customer, string Code), string> _latest = [];

    public void Add(Invoice order)
    {
        if (order.CustomerId is null)
        {
            return;
        }

        foreach (var code in order.ProductCodes)
        {
            _latest[(order.CustomerId, code)] = order.Number;
        }
    }

    public IReadOnlyList<string> OrdersTakenBackBy(Invoice taken) => taken.CustomerId is null
        ? []
        : [.. taken.ProductCodes
            .Select(code => _latest.GetValueOrDefault((taken.CustomerId, code)))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
}
