using Waybill.Catalog;
using Waybill.Operations.Prices;

namespace Waybill.Operations.Planning;

/// <summary>What a plan is made of.</summary>
/// <param name="Load">How many events.</param>
/// <param name="Mix">Of which types.</param>
/// <param name="Catalog">What they look like.</param>
/// <param name="Stacks">What takes them.</param>
/// <param name="Prices">What that costs, and how much of it there may be.</param>
public sealed record PlanRequest(Load Load, Mix Mix, EventCatalog Catalog, DeployedStacks Stacks, PriceList Prices)
{
    /// <summary>Milliseconds that an invocation takes whose consumer's mix says nothing.</summary>
    public decimal DurationMs { get; init; } = Assumed.DurationMs;
}

/// <summary>Works out what a load costs before it is there: from templates, catalog and prices alone.</summary>
public static class Planner
{
    public static CostPlan Plan(PlanRequest request)
    {
        var routing = new Routing(request.Catalog, request.Stacks, request.Mix);
        var load = new Workload(
            request.Load, [.. request.Mix.Shares.Select(one => routing.Of(one.Event, one.Share * request.Load.Paid))],
            request.Stacks, request.Mix, request.DurationMs);
        var bill = new Bill(new Tariff(request.Prices));
        var charges = bill.Of(load);
        var dollars = charges.Sum(charge => charge.Dollars);
        return new CostPlan(
            request.Load.Text, request.Mix.From, request.Prices.Region, request.Prices.Date, Short(request.Load.Paid),
            request.Load.PerSecond is { } rate ? Short(rate) : null, Short(dollars),
            Short(charges.Where(charge => !charge.IsFixed).Sum(charge => charge.Dollars) / request.Load.Paid * PriceList.Million),
            Items(charges.Where(charge => !charge.IsFixed), dollars), Items(charges.Where(charge => charge.IsFixed), dollars),
            [.. load.Events.Select(e => Part(e.Event.DetailType, e.Count, charges.Where(c => c.Event == e.Event.DetailType), dollars))],
            [.. load.Uses.Values.Select(use => Consumer(use, charges, dollars)).OrderByDescending(consumer => consumer.Dollars)],
            [
                .. charges.GroupBy(charge => charge.Service, StringComparer.Ordinal)
                    .Select(service => Part(service.Key, service.Count(), service, dollars)).OrderByDescending(part => part.Dollars),
            ],
            new QuotaReader(load, request.Prices.Prices.Quotas).Read(),
            [
                .. Alternatives.Of(load, routing).Select(one => (one.What, Dollars: bill.Of(one.Load).Sum(charge => charge.Dollars)))
                    .Select(one => new Alternative(one.What, Short(one.Dollars), Short(one.Dollars - dollars))),
            ]);
    }

    private static List<PlanItem> Items(IEnumerable<Charge> charges, decimal all) =>
    [
        .. charges.GroupBy(charge => (charge.Service, charge.Item))
            .Select(item => new PlanItem(
                item.Key.Service, item.Key.Item, Short(item.Sum(one => one.Quantity)), Short(item.Sum(one => one.Dollars)),
                Share(item.Sum(one => one.Dollars), all)))
            .Where(item => item.Quantity > 0).OrderBy(item => item.Service, StringComparer.Ordinal),
    ];

    private static PlanPart Part(string name, decimal quantity, IEnumerable<Charge> charges, decimal all)
    {
        var dollars = charges.Sum(charge => charge.Dollars);
        return new PlanPart(name, Short(quantity), Short(dollars), Share(dollars, all));
    }

    private static PlanConsumer Consumer(ConsumerUse use, IReadOnlyList<Charge> charges, decimal all)
    {
        var own = charges.Where(charge => charge.Consumer == use.Deployed.Name).ToList();
        var dollars = own.Sum(charge => charge.Dollars);
        return new PlanConsumer(
            use.Deployed.Name, use.Deployed.Team, Short(use.Deliveries), Short(use.Batch), Short(use.Invocations), Short(dollars),
            Share(dollars, all), Short(own.Where(charge => charge.IsForRecords).Sum(charge => charge.Dollars)));
    }

    private static decimal Share(decimal of, decimal all) => all == 0 ? 0 : Short(of / all);

    /// <summary>Nobody pays less than a millionth of a dollar.</summary>
    private static decimal Short(decimal number) => decimal.Round(number, 6);
}
