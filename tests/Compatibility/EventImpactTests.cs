using Waybill.Catalog.Checking;
using Waybill.Catalog.Consumers;
using Waybill.Catalog.Impact;
using Waybill.Catalog.Reading;
using Waybill.Catalog.Routing;

namespace Waybill.Compatibility.Tests;

public sealed class EventImpactTests
{
    [Fact]
    public void Names_who_sends_an_event_who_hears_it_and_who_reads_a_field_where()
    {
        var impact = Assert.Single(Impact("OrderCreated.v2.totalPrice"));

        Assert.Equal(("OrderCreated.v2", "/totalPrice"), (impact.Event.DetailType, impact.Field));
        Assert.Equal("Orders", Assert.Single(impact.Producers).Id);
        Assert.Equal(["ReserveStock", "SendOrderConfirmation"], impact.Consumers.Select(consumer => consumer.Subscription.Consumer));
        Assert.Empty(impact.Consumers[0].Readers);
        var reader = Assert.Single(impact.Consumers[1].Readers);
        Assert.Equal(("functions/Notifications/SendOrderConfirmation.cs", "/totalPrice"), (reader.Field!.File, reader.Field.Path));
        var declaration = File.ReadLines(Path.Combine(Repository.Root, reader.Field.File)).ElementAt(reader.Field.Line - 1);
        Assert.Contains(reader.Record!.Record, declaration, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_means_every_version_and_a_field_those_that_have_it()
    {
        Assert.Equal(["OrderCreated.v1", "OrderCreated.v2"], Impact("OrderCreated").Select(impact => impact.Event.DetailType));
        Assert.Equal(["OrderCreated.v1"], Impact("OrderCreated.items.*.sku").Select(impact => impact.Event.DetailType));
    }

    [Theory]
    [InlineData("OrderCraeted", "There is no event 'OrderCraeted' in the catalog (did you mean 'OrderCreated'?)")]
    [InlineData("OrderCreated.v2.curency", "OrderCreated has no field 'curency' (did you mean 'currency'?)")]
    public void Says_what_is_meant_when_there_is_no_such_thing(string asked, string says) =>
        Assert.StartsWith(says, Assert.Throws<UnknownFieldException>(() => Impact(asked)).Message, StringComparison.Ordinal);

    private static IReadOnlyList<EventImpact> Impact(string asked) => EventImpact.Of(
        new CheckedFolders(Repository.Root), CatalogReader.Read(new CatalogCopy().Files).Catalog,
        new BusRules { Subscriptions = [Hears("SendOrderConfirmation", "Notifications"), Hears("ReserveStock", "Inventory")], Others = [] },
        ConsumerSources.Read(Path.Combine(Repository.Root, "functions"), "functions"), asked);

    private static Subscription Hears(string consumer, string team) =>
        new(consumer, team, $"{consumer}Rule", """{ "detail-type": ["OrderCreated.v2"] }""", "cdk.out/a.template.json", "/Resources/Rule");
}
