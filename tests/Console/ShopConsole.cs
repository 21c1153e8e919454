using Microsoft.Playwright;
using Waybill.Cli.Commands.Operating;
using Waybill.Cli.Toolchain;
using Waybill.Player.Playing;
using Waybill.Shop.Tests;
using Waybill.Shop.Tests.Operating;

namespace Waybill.WebConsole.Tests;

/// <summary>One shop for all tests of the page, with its console beside its APIs, and a browser. Without one nothing is there.</summary>
public sealed class ShopConsole(Templates templates) : IAsyncLifetime
{
    private ConsolePage _page = null!;
    private IPlaywright _playwright = null!;

    internal RunningShop Shop { get; private set; } = null!;

    /// <summary>The shop's clock.</summary>
    internal HeldTime Time { get; } = new();

    internal OnCall OnCall { get; private set; } = null!;

    internal IBrowser Browser { get; private set; } = null!;

    /// <summary>The folder of the templates that it runs.</summary>
    internal string TemplateFolder => templates.Folder;

    /// <summary>Where the command says the page is, with the key.</summary>
    public Uri Link => _page.LinkAt(Shop.Laptop.Endpoint);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Plays a day; a consumer whose third party is down has given three events up, and another is paused.</summary>
    public async ValueTask InitializeAsync()
    {
        if (!Chromium.IsInstalled)
        {
            return;
        }

        _page = new ConsolePage(LaptopConsole.Options(
            Repository.Find(), templates.Folder, () => Shop.Laptop.Endpoint, key: null, Templates.Quiet));
        Shop = await RunningShop.OpenAsync(templates.Folder, Time, pages: _page.Map);
        OnCall = new OnCall(Shop.Aws);
        _playwright = await Playwright.CreateAsync();
        Browser = await Chromium.LaunchAsync(_playwright);
        foreach (var consumer in new[] { "IssueContracts", "ReserveStock", "SendOrderConfirmation" })
        {
            await OnCall.HurryAsync(consumer);
        }

        await Shop.PlayAsync(Days.Orders(500, "700001", "700002"));
        await SwitchContractsAsync("down");
        await Shop.PlayAsync(Days.Orders(500, "900001", "900002", "900003"));
        await OnCall.OrderAsync("unknown-1", "poison-1");
        await OnCall.DeadAsync("IssueContracts", 4);
        await OnCall.DeadAsync("SendOrderConfirmation", 1);
    }

    /// <summary>Tells the third parties of an order that they had not heard of.</summary>
    internal async Task RegisterAsync(string orderId)
    {
        using var others = ThirdParties.Of(await Shop.Client.StatusAsync(Cancelled));
        await others.RegisterAsync([new RegisteredOrder(orderId, "somebody@customers.example", [])], Cancelled);
    }

    /// <summary>Makes the third party that issues contracts behave so.</summary>
    internal async Task SwitchContractsAsync(string mode)
    {
        using var others = ThirdParties.Of(await Shop.Client.StatusAsync(Cancelled));
        await others.SwitchAsync("contracts", new Switch(mode, ForSeconds: null, Rate: 1, Seed: 7), Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_page is not null)
        {
            // Streams end first: the shop's web server waits for its answers.
            await _page.DisposeAsync();
        }

        if (Shop is not null)
        {
            await Shop.DisposeAsync();
        }
    }
}

/// <summary>The tests that share it.</summary>
[CollectionDefinition(Name)]
public sealed class ShopConsoleTests : ICollectionFixture<ShopConsole>
{
    public const string Name = "the shop's console";
}
