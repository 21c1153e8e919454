using System.Reflection;
using Waybill.Eventing.Publishing;

namespace Waybill.Functions.Tests;

/// <summary>The build puts into each team's functions the schemas of the events its service sends, and nobody lists them by hand.</summary>
public sealed class EmbeddedSchemaTests
{
    private static readonly Dictionary<string, (Assembly Functions, string[] Publishes)> Teams = new()
    {
        ["Contracts"] = (typeof(Contracts.Startup).Assembly, [Contracts.Published.ContractIssued.DataSchema, Contracts.Published.ContractCancelled.DataSchema]),
        ["Inventory"] = (typeof(Inventory.Startup).Assembly, [Inventory.Published.StockLevelChanged.DataSchema]),
        ["Warehouse"] = (typeof(Warehouse.Startup).Assembly, [Warehouse.Published.ReorderPlaced.DataSchema]),
        ["Platform"] = (typeof(Platform.Startup).Assembly, [Platform.Published.UncataloguedEventSeen.DataSchema]),
        ["Notifications"] = (typeof(Notifications.Startup).Assembly, []),
    };

    public static TheoryData<string> Names => [.. Teams.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_teams_functions_carry_the_schemas_of_exactly_the_events_it_publishes(string team)
    {
        var (functions, publishes) = Teams[team];

        Assert.Equal(publishes.Order(StringComparer.Ordinal), SchemaCheck.EmbeddedIn(functions).Select(schema => schema.Id!).Order(StringComparer.Ordinal));
    }
}
