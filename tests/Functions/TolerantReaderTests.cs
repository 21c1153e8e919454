using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Waybill.Contracts;
using Waybill.Eventing;
using Waybill.Inventory;
using Waybill.Notifications;
using Waybill.Orders;
using Waybill.Platform;
using Waybill.Tests.Support;
using Waybill.Warehouse;

namespace Waybill.Functions.Tests;

/// <summary>
/// Nobody shares a contract assembly (design decision 5). Instead what each consumer reads, and what each team writes, is held against
/// the catalog here: every version of the schema and every example.
/// </summary>
public sealed class TolerantReaderTests
{
    private static readonly string[] OrderEvents =
    [
        "OrderCreated.v2", "OrderCancelled.v1", "OrderReturned.v1", "OrderCompleted.v1", "ContractIssued.v1", "ContractCancelled.v1", "OrderShipped.v1",
        "DeliveryProgressed.v1", "OrderDelivered.v1",
    ];

    private static readonly Dictionary<string, (Reader Reader, string[] Types)> Readers = new()
    {
        [nameof(SendOrderConfirmation)] = (Reader.Of(NotificationsJson.Default.OrderCreated), ["OrderCreated.v2"]),
        [nameof(SendContractNotice)] = (Reader.Of(NotificationsJson.Default.ContractChanged), ["ContractIssued.v1", "ContractCancelled.v1"]),
        [nameof(IssueContracts)] = (Reader.Of(ContractsJson.Default.OrderCreated), ["OrderCreated.v2"]),
        [nameof(CancelContracts)] = (Reader.Of(ContractsJson.Default.OrderEnded), ["OrderCancelled.v1", "OrderReturned.v1"]),
        [nameof(ReserveStock)] = (Reader.Of(InventoryJson.Default.OrderChanged), ["OrderCreated.v2", "OrderCancelled.v1", "OrderReturned.v1"]),
        [nameof(ReceiveReorder)] = (Reader.Of(InventoryJson.Default.ReorderPlaced), ["ReorderPlaced.v1"]),
        [nameof(ReorderStock)] = (Reader.Of(WarehouseJson.Default.StockLevelChanged), ["StockLevelChanged.v1"]),
        [nameof(TrackOrder)] = (Reader.Of(OrdersJson.Default.AboutAnOrder), OrderEvents),
    };

    private static readonly Dictionary<string, (IEnumerable<string> Fields, string DataSchema)> Writers = new()
    {
        ["ContractIssued.v1"] = (Fields(ContractsJson.Default.ContractIssued), Contracts.Published.ContractIssued.DataSchema),
        ["ContractCancelled.v1"] = (Fields(ContractsJson.Default.ContractCancelled), Contracts.Published.ContractCancelled.DataSchema),
        ["StockLevelChanged.v1"] = (Fields(InventoryJson.Default.StockLevelChanged), Inventory.Published.StockLevelChanged.DataSchema),
        ["ReorderPlaced.v1"] = (Fields(WarehouseJson.Default.ReorderPlaced), Warehouse.Published.ReorderPlaced.DataSchema),
        ["UncataloguedEventSeen.v1"] = (Fields(PlatformJson.Default.UncataloguedEventSeen), Platform.Published.UncataloguedEventSeen.DataSchema),
    };

    public static TheoryData<string, string> Subscriptions() => [.. Readers.SelectMany(one => one.Value.Types.Select(type => (one.Key, type)))];

    [Theory]
    [MemberData(nameof(Subscriptions))]
    public void A_consumer_reads_every_example_of_what_it_listens_to(string consumer, string type)
    {
        var examples = Examples.Of(type);

        Assert.True(examples.Count >= 2, $"The catalog has {examples.Count} examples of {type}.");
        Assert.All(examples, example => Assert.NotNull(Readers[consumer].Reader.Read(example)));
    }

    [Theory]
    [MemberData(nameof(Subscriptions))]
    public void A_consumer_reads_only_fields_that_every_version_promises(string consumer, string type)
    {
        var schemas = Examples.Schemas(type);

        Assert.NotEmpty(schemas);
        Assert.All(schemas, schema => Assert.Subset(Names(schema["required"]!.AsArray()), Readers[consumer].Reader.Fields));
    }

    public static TheoryData<string> PublishedTypes() => [.. Writers.Keys];

    [Theory]
    [MemberData(nameof(PublishedTypes))]
    public void A_team_writes_the_fields_its_newest_schema_describes_and_all_that_it_promises(string type)
    {
        var (fields, dataSchema) = Writers[type];
        var schema = Assert.Single(Examples.Schemas(type), schema => schema["$id"]!.GetValue<string>() == dataSchema);

        Assert.Subset(schema["properties"]!.AsObject().Select(property => property.Key).ToHashSet(), fields.ToHashSet());
        Assert.Superset(Names(schema["required"]!.AsArray()), fields.ToHashSet());
    }

    private static IEnumerable<string> Fields(JsonTypeInfo type) => type.Properties.Select(property => property.Name);

    private static HashSet<string> Names(JsonArray names) => [.. names.Select(name => name!.GetValue<string>())];

    /// <summary>What a consumer reads of an event, and how.</summary>
    private sealed record Reader(HashSet<string> Fields, Func<string, object?> Read)
    {
        public static Reader Of<TData>(JsonTypeInfo<TData> dataType) => new([.. TolerantReaderTests.Fields(dataType)], detail =>
        {
            using var document = JsonDocument.Parse(detail);
            return Envelope.Read(document.RootElement, dataType).Data;
        });
    }
}
