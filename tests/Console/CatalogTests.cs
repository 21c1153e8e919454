using Microsoft.Playwright;

namespace Waybill.WebConsole.Tests;

/// <summary>The catalog looked up in, and an example of it published.</summary>
[Collection(ShopConsoleTests.Name)]
public sealed class CatalogTests(ShopConsole console)
{
    public static bool HasBrowser => Chromium.IsInstalled;

    [Fact(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    public async Task Who_reads_a_field_is_looked_up_and_how_long_an_event_lasts()
    {
        await using var looker = await Looker.OpenAsync(console);
        await looker.Page.GetByRole(AriaRole.Link, new() { Name = "Catalog" }).ClickAsync();
        var old = looker.Page.Locator("tr", new() { HasText = "OrderCreated.v1" });
        await Looker.SeesAsync(old.Locator(".pill.warn, .pill.bad"));
        await Looker.SeesAsync(looker.Page.Locator(".findings, .pill", new() { HasText = "nothing found" }));

        await looker.Page.GetByPlaceholder("Event, team, producer or consumer").FillAsync("OrderCreated.v2");
        await looker.Page.GetByRole(AriaRole.Link, new() { Name = "OrderCreated.v2", Exact = true }).ClickAsync();
        var price = looker.Page.Locator("tr", new() { HasText = "totalPrice" });
        await Looker.SeesAsync(price.GetByText("Notifications/SendOrderConfirmation"));
        await Looker.SeesAsync(price.GetByText("number"));
        await Looker.SeesAsync(looker.Page.GetByRole(AriaRole.Link, new() { Name = "Contracts/IssueContracts" }));
        await Looker.SeesAsync(looker.Page.GetByLabel("Example order"));

        await looker.GoAsync("catalog?q=zzz");
        await Looker.SeesAsync(looker.Text("has “zzz” in its name"));
        Assert.Empty(looker.Complaints);
    }

    [Fact(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    public async Task An_example_is_changed_checked_as_one_types_published_and_followed()
    {
        await using var looker = await Looker.OpenAsync(console);
        await looker.GoAsync("catalog/DeliveryProgressed.v1");
        await looker.Page.GetByRole(AriaRole.Link, new() { Name = "Publish it" }).ClickAsync();
        var text = looker.Page.GetByRole(AriaRole.Textbox, new() { Name = "Its envelope" });
        await Looker.SeesAsync(looker.Text("as the catalog says"));
        var draft = await text.InputValueAsync();

        await text.FillAsync(draft.Replace("\"stopsAway\":", "\"stops\":", StringComparison.Ordinal));
        await Looker.SeesAsync(looker.Page.Locator(".problems li", new() { HasText = "stopsAway" }));
        await Assertions.Expect(looker.Button("Publish …")).ToBeDisabledAsync();
        await text.FillAsync("{");
        await Looker.SeesAsync(looker.Text("is not JSON"));
        await text.FillAsync(draft);
        await Looker.SeesAsync(looker.Text("It would go to Orders/TrackOrder"));

        await looker.Button("Publish …").ClickAsync();
        await looker.Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).ClickAsync();
        await Looker.SeesAsync(looker.Page.Locator(".row", new() { HasText = "Orders/TrackOrder" }).GetByText("handled"));
        Assert.Contains("/console/trace/", looker.Page.Url, StringComparison.Ordinal);
    }
}
