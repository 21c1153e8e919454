using System.Text.Json;
using Waybill.Player.Playing;

namespace Waybill.Shop.Tests;

/// <summary>An event that the catalog does not describe, on its way from the bus to the alarm of whoever has to describe it.</summary>
public sealed class GuardTests(Templates templates)
{
    private static readonly string[] Members = ["seenSource", "seenType", "reason", "owners"];

    [Fact]
    public async Task An_uncatalogued_event_is_reported_once_to_the_owner_of_its_source_without_what_it_says()
    {
        await using var shop = await RunningShop.OpenAsync(templates);
        await shop.PutEventAsync("shop.orders", "OrderMislaid.v1", """{"orderId":"1","customer":{"mail":"jane@customers.example"}}""");
        await shop.PutEventAsync("shop.orders", "OrderMislaid.v1", """{"orderId":"2","customer":{"mail":"jane@customers.example"}}""");
        await shop.PutEventAsync("shop.pirates", "Boarded", "{}");

        await shop.PlayAsync(Days.OneOrder("800002"));

        var seen = new List<JsonElement>();
        await foreach (var envelope in shop.Client.EventsAsync("UncataloguedEventSeen.v1", TestContext.Current.CancellationToken))
        {
            seen.Add(envelope.GetProperty("detail").GetProperty("data").Clone());
        }

        Assert.Equal(
            ["shop.orders OrderMislaid.v1 unknown-type [\"orders\"]", "shop.pirates Boarded unknown-source [\"platform\"]"],
            seen.Select(data => string.Join(' ', Members.Select(name => data.GetProperty(name)))).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(seen, data => data.GetRawText().Contains("jane", StringComparison.Ordinal));
        Assert.Contains(seen, data => data.GetRawText().Contains("/customer/mail", StringComparison.Ordinal));
        var alarmed = await shop.Client.MetricAsync("UncataloguedEvents", TestContext.Current.CancellationToken);
        Assert.Equal(["orders", "platform"], alarmed.Select(metric => metric.Dimensions["Team"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_day_of_catalogued_events_costs_the_guard_nothing()
    {
        await using var shop = await RunningShop.OpenAsync(templates);

        var ledger = await shop.PlayAsync(ShopDay.Sample());

        Assert.Equal(0, ledger.DeadLetters);
        await foreach (var envelope in shop.Client.EventsAsync("UncataloguedEventSeen.v1", TestContext.Current.CancellationToken))
        {
            Assert.Fail(envelope.GetRawText());
        }

        Assert.DoesNotContain(
            await shop.Client.MetricAsync("EventsHandled", TestContext.Current.CancellationToken),
            metric => metric.Dimensions["Consumer"] == "ReportUncataloguedEvent");
    }
}
