using Waybill.Catalog.Routing;

namespace Waybill.Catalog.Checking;

/// <summary>Tells the guard's rules from subscriptions: rules of the bus's own that hear nothing the catalog describes, retired versions aside.</summary>
internal static class GuardRules
{
    /// <summary>The subscriptions alone, and what they hear.</summary>
    public static (BusRules Rules, RoutingTable Routes) Without(BusRules rules, EventCatalog catalog, DateOnly today)
    {
        var routes = RoutingTable.Of(catalog, rules);
        var guards = rules.Subscriptions.Where(one => one.IsOfBus && routes.Of(one).All(hearing => hearing.Event.Sunset < today)).ToHashSet();
        if (guards.Count == 0)
        {
            return (rules, routes);
        }

        var subscriptions = rules with { Subscriptions = [.. rules.Subscriptions.Where(one => !guards.Contains(one))] };
        return (subscriptions, RoutingTable.Of(catalog, subscriptions));
    }
}
