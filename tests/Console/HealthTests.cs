using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Waybill.WebConsole.Tests;

/// <summary>How the account did, and what a laptop has beside it.</summary>
[Collection(ShopConsoleTests.Name)]
public sealed class HealthTests(ShopConsole console)
{
    private const string Hostile = "<p>Hello</p><script>top.document.title='taken'</script><img src=x onerror=alert(1)>";

    public static bool HasBrowser => Chromium.IsInstalled;

    [Fact(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    public async Task How_long_events_took_is_seen_and_a_third_party_is_told_how_to_behave()
    {
        await using var looker = await Looker.OpenAsync(console, "health");
        var row = looker.Page.Locator("tr", new() { HasText = "Orders/TrackOrder" });
        await Looker.SeesAsync(row.Locator("td[title^='of ']"));
        await Looker.SeesAsync(looker.Text("published").First);
        await Looker.SeesAsync(looker.Page.Locator(".pill", new() { HasText = " on" }).Or(looker.Text("none is on")));

        var contracts = looker.Page.Locator("li", new() { HasText = "played by third-parties" }).Filter(new() { HasText = "contracts" });
        await Looker.SeesAsync(contracts.Locator(".pill", new() { HasText = "down" }));
        await SwitchAsync("slow");
        await SwitchAsync("down");
        Assert.Empty(looker.Complaints);

        async Task SwitchAsync(string mode)
        {
            await contracts.GetByRole(AriaRole.Button, new() { Name = mode, Exact = true }).ClickAsync();
            await looker.Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Switch", Exact = true }).ClickAsync();
            await Looker.SeesAsync(contracts.Locator(".pill", new() { HasText = mode }));
        }
    }

    [Fact(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    public async Task A_mail_is_read_and_what_is_hostile_in_it_does_nothing()
    {
        await SendAsync();
        await using var looker = await Looker.OpenAsync(console, "health");
        await looker.Page.Locator(".mail", new() { HasText = "A hostile one" }).First.ClickAsync();

        await Looker.SeesAsync(looker.Page.FrameLocator(".letter-frame").GetByText("Hello"));
        Assert.StartsWith("Health", await looker.Page.TitleAsync(), StringComparison.Ordinal);
        // The browser says what it kept the mail from, and nothing else.
        Assert.All(looker.Complaints, complaint => Assert.Matches("Blocked script execution|Content Security Policy", complaint));
    }

    private Task<JsonNode> SendAsync() => console.Shop.Aws.CallAsync(HttpMethod.Post, "/v2/email/outbound-emails", new JsonObject
    {
        ["FromEmailAddress"] = "orders@dev.shop.example",
        ["Destination"] = new JsonObject { ["ToAddresses"] = new JsonArray("somebody@customers.example") },
        ["Content"] = new JsonObject
        {
            ["Simple"] = new JsonObject
            {
                ["Subject"] = new JsonObject { ["Data"] = "A hostile one" },
                ["Body"] = new JsonObject { ["Html"] = new JsonObject { ["Data"] = Hostile } },
            },
        },
    });
}
