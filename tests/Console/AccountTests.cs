using Amazon.Runtime;
using Microsoft.Playwright;
using Waybill.Catalog.Checking;
using Waybill.Cli.Toolchain;
using Waybill.Operations.Accounts;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Tests;

/// <summary>The page over an account, as <c>waybill console --env prod</c> serves it; the account is the laptop's.</summary>
[Collection(ShopConsoleTests.Name)]
public sealed class AccountTests(ShopConsole console)
{
    public static bool HasBrowser => Chromium.IsInstalled;

    [Fact(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    public async Task Prod_is_looked_at_with_the_key_and_acted_on_by_its_name_only()
    {
        await using var page = new ConsolePage(Options(allowActions: true));
        await using var server = await ConsoleServer.StartAsync(page, port: 0, TestContext.Current.CancellationToken);
        await using var looker = await Looker.OpenAsync(console.Browser, page.LinkAt(server.Endpoint), "flow");
        await looker.Page.Locator(".consumer", new() { HasText = "ReorderStock" }).ClickAsync();
        await Looker.SeesAsync(looker.Page.Locator(".account.away", new() { HasText = "prod" }));
        await looker.Button("Pause").ClickAsync();
        var pause = looker.Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true });
        await Assertions.Expect(pause).ToBeDisabledAsync();
        await looker.Page.GetByLabel("Type prod to go on").FillAsync("prod");
        await Assertions.Expect(pause).ToBeEnabledAsync();
        await looker.Page.Keyboard.PressAsync("Escape");

        // Nobody publishes there, and an account has nothing beside it.
        await looker.GoAsync("publish/OrderCreated.v2");
        await Looker.SeesAsync(looker.Text("on a laptop and in dev only"));
        await looker.GoAsync("health");
        await Looker.SeesAsync(looker.Text("What they did"));
        Assert.Equal(0, await looker.Text("Mails that were caught").CountAsync());
        Assert.Empty(looker.Complaints);
    }

    [Fact(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    public async Task Who_may_only_look_is_told_so_and_who_has_no_key_sees_nothing()
    {
        await using var page = new ConsolePage(Options(allowActions: false));
        await using var server = await ConsoleServer.StartAsync(page, port: 0, TestContext.Current.CancellationToken);
        await using var looker = await Looker.OpenAsync(console.Browser, page.LinkAt(server.Endpoint), "failures");
        await Looker.SeesAsync(looker.Text("prod · looks only"));
        await Looker.SeesAsync(looker.Button("Run all again"));
        await Assertions.Expect(looker.Button("Run all again")).ToBeDisabledAsync();

        await using var stranger = await Looker.OpenAsync(console.Browser, server.Endpoint, "flow");
        await Looker.SeesAsync(stranger.Text("No permission for this"));
        await Looker.SeesAsync(stranger.Text("This page has no key"));
    }

    private ConsoleOptions Options(bool allowActions) => new()
    {
        Environment = "prod",
        IsLaptop = false,
        AllowActions = allowActions,
        AsksForName = true,
        OpenAsync = _ => Task.FromResult(new AwsAccount(
            new Access("eu-central-1", console.Shop.Laptop.Endpoint, new BasicAWSCredentials("laptop", "laptop")))),
        Folders = new CheckedFolders(Repository.Find().Root),
        TemplatesAsync = _ => Task.FromResult(console.TemplateFolder),
        NodeFolder = Repository.Find().Root,
    };
}
