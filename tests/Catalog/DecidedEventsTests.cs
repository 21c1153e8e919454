using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Catalog.Reading;
using Waybill.JsonSchemas;

namespace Waybill.Catalog.Tests;

/// <summary>The shop's own catalog keeps its promises.</summary>
public sealed class DecidedEventsTests
{
    private static readonly EventCatalog Catalog = CatalogReader.Load(Repository.Path("events-catalog"));
    private static readonly JsonSchema Envelope = JsonSchema.Parse(
        File.ReadAllBytes(Repository.Path("events-catalog/envelope.schema.json")));

    public static TheoryData<string> DetailTypes => [.. Catalog.Events.Select(e => e.DetailType)];

    public static TheoryData<string, string> Examples =>
        [.. Catalog.Events.SelectMany(e => e.Examples.Select(example => (e.DetailType, example.Name)))];

    [Fact]
    public void Has_the_events_that_were_decided_and_no_others()
    {
        string[] decided =
        [
            "ContractCancelled.v1 1.0.0 shop.contracts thin: contractId orderId kind reason",
            "ContractIssued.v1 1.0.0 shop.contracts thin: contractId orderId kind",
            "DeliveryProgressed.v1 1.0.0 shop.logistics fat: orderId stopsAway position?",
            "DeploymentVerified.v1 1.0.0 shop.platform thin: environment revision",
            "OrderCancelled.v1 1.0.0 shop.orders thin: orderId reason",
            "OrderCompleted.v1 1.0.0 shop.orders thin: orderId reason?",
            "OrderCreated.v1 1.0.0 shop.orders fat: orderId totalPrice currency items shippingAddress email?",
            "OrderCreated.v2 2.0.0 shop.orders thin: orderId totalPrice currency",
            "OrderDelivered.v1 1.0.0 shop.logistics thin: orderId deliveredAt",
            "OrderReturned.v1 1.0.0 shop.orders thin: orderId returnId reason",
            "OrderShipped.v1 1.0.0 shop.logistics thin: orderId carrier trackingId",
            "ReorderPlaced.v1 1.0.0 shop.warehouse fat: reorderId sku quantity supplier shortage",
            "StockLevelChanged.v1 1.0.0 shop.inventory fat: "
            + "sku onHand inInspection reorderPoint reorderQuantity belowReorderPoint shortage",
            "UncataloguedEventSeen.v1 1.0.0 shop.platform fat: seenSource seenType reason owners hour fields",
        ];

        Assert.Equal(decided, Catalog.Events.Select(Described));
    }

    [Fact]
    public void Has_one_producer_and_its_team_for_each_source()
    {
        var producers = Catalog.Producers.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key} {pair.Value.Id} {string.Join(' ', pair.Value.Owners)}");

        Assert.Equal(
            ["shop.contracts Contracts contracts", "shop.inventory Inventory inventory", "shop.logistics Logistics logistics",
             "shop.orders Orders orders", "shop.platform Platform platform", "shop.warehouse Warehouse warehouse"],
            producers);
    }

    [Fact]
    public void Deprecates_the_first_OrderCreated_with_a_sunset_and_the_way_to_the_second()
    {
        var deprecated = Assert.Single(Catalog.Events, e => e.Deprecated is not null);

        Assert.Equal("OrderCreated.v1", deprecated.DetailType);
        Assert.Equal(new DateOnly(2026, 12, 31), deprecated.Sunset);
        Assert.Contains("OrderCreated.v2", deprecated.Deprecated!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(DetailTypes))]
    public void Every_version_has_an_owner_two_examples_a_change_log_a_schema_id_and_its_rfc(string detailType)
    {
        var e = Catalog.FindEvent(detailType)!;

        Assert.NotEmpty(e.Owners);
        Assert.All(e.Owners, owner => Assert.NotNull(Catalog.FindTeam(owner)));
        Assert.True(e.Examples.Count >= 2, $"{e.File} has {e.Examples.Count} example(s); at least 2 are needed");
        Assert.True(File.Exists(Repository.Path($"events-catalog/{Path.GetDirectoryName(e.File)}/changelog.mdx")));
        Assert.Equal($"https://events.shop.example/{e.Id}/{e.Version}/schema.json", e.Schema.Id);
        Assert.Single(Directory.GetFiles(Repository.Path("events-catalog/rfcs"), $"{e.Rfc:0000}-*.md"));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_is_an_envelope_whose_data_satisfies_the_schema_of_its_version(string detailType, string name)
    {
        var e = Catalog.FindEvent(detailType)!;
        var example = e.Examples.Single(candidate => candidate.Name == name);

        Assert.Empty(Envelope.Validate(example.Envelope));
        Assert.Empty(e.Schema.Validate(example.Data));
        Assert.Equal(e.Source, example.Envelope.GetProperty("source").GetString());
        Assert.Equal(e.Schema.Id, example.Envelope.GetProperty("dataschema").GetString());
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_that_is_broken_in_any_property_is_caught(string detailType, string name)
    {
        var e = Catalog.FindEvent(detailType)!;
        var example = e.Examples.Single(candidate => candidate.Name == name);

        foreach (var property in example.Data.EnumerateObject().Select(property => property.Name))
        {
            Assert.Contains(
                e.Schema.Validate(WithNullInPlaceOf(property, example)), violation => violation.InstancePointer == $"/{property}");
        }
    }

    [Fact]
    public void Every_property_is_classified_and_personal_data_is_where_it_is_expected()
    {
        var personal = Catalog.Events
            .SelectMany(e => e.Properties.Where(property => property.PersonalData > PersonalDataClass.Pseudonymous)
            .Select(property => $"{e.DetailType} {property.Path} {property.PersonalData}"));

        Assert.Equal(
            [
                "DeliveryProgressed.v1 /position Location", "DeliveryProgressed.v1 /position/latitude Location",
                "DeliveryProgressed.v1 /position/longitude Location",
                "OrderCreated.v1 /shippingAddress Personal", "OrderCreated.v1 /shippingAddress/name Personal",
                "OrderCreated.v1 /shippingAddress/street Personal",
                "OrderCreated.v1 /shippingAddress/city Personal", "OrderCreated.v1 /shippingAddress/postalCode Personal",
                "OrderCreated.v1 /email Personal",
            ],
            personal);
    }

    [Fact]
    public void Who_hears_a_beginning_hears_every_ending_or_says_why_not()
    {
        foreach (var service in Catalog.Services)
        {
            foreach (var begins in service.Receives.Where(e => e.Role == LifeCycleRole.Begins))
            {
                foreach (
                    var ends in Catalog.Events.Where(
                        e => e.Entity == begins.Entity && e.Role == LifeCycleRole.Ends && e.Deprecated is null))
                {
                    Assert.True(
                        service.Receives.Contains(ends) || service.Ignores.Any(ignored => ignored.Event == ends.Id),
                        $"{service.Id} hears {begins.DetailType}, but neither hears {ends.DetailType} nor says why it ignores it");
                }
            }
        }
    }

    private static string Described(CatalogEvent e)
    {
        var schema = e.Schema.Document;
        var required = schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ToHashSet(StringComparer.Ordinal);
        var names = schema.GetProperty("properties").EnumerateObject().Select(
            property => property.Name + (required.Contains(property.Name) ? "" : "?"));
        return $"{e.DetailType} {e.Version} {e.Source} {e.Shape.ToString().ToLowerInvariant()}: {string.Join(' ', names)}";
    }

    private static JsonElement WithNullInPlaceOf(string property, EventExample example)
    {
        var broken = JsonNode.Parse(example.Data.GetRawText())!;
        broken[property] = null;
        return JsonSerializer.SerializeToElement(broken);
    }
}
