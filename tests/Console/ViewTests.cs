using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Waybill.Cli.Toolchain;

namespace Waybill.WebConsole.Tests;

/// <summary>Each view as it is seen: at a desk and on a telephone, by day and by night.</summary>
[Collection(ShopConsoleTests.Name)]
public sealed class ViewTests(ShopConsole console)
{
    private const string WriteDocs = "WAYBILL_WRITE_DOCS";

    /// <summary>All rules, and what width and light change: a narrow screen shows the flow as lists.</summary>
    private static readonly AxeRunOptions Everything = new() { Iframes = false, ResultTypes = [ResultType.Violations] };
    private static readonly AxeRunOptions Contrast = new()
    {
        Iframes = false,
        ResultTypes = [ResultType.Violations],
        RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] },
    };

    /// <summary>What the README shows.</summary>
    private static readonly string[] Pictured = ["flow", "failure", "trace"];

    public static bool HasBrowser => Chromium.IsInstalled;

    [Theory(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    [InlineData("flow", "flow", ".consumer.bad")]
    [InlineData("flow-details", "flow?show=consumer Contracts/IssueContracts", ".details .facts")]
    [InlineData("failure", "failures", ".table tbody tr")]
    [InlineData("trace", "trace/900001", ".story .row")]
    [InlineData("replay", "replay", ".pick figcaption")]
    [InlineData("events", "events", "h1")]
    [InlineData("event", "events/poison-1", ".opened .code")]
    [InlineData("catalog", "catalog", ".table tbody tr")]
    [InlineData("catalog-event", "catalog/OrderCreated.v2", ".table tbody tr")]
    [InlineData("publish", "publish/OrderCreated.v2", ".publish .pill.good")]
    [InlineData("health", "health", ".mail")]
    public async Task A_view_is_complete_fits_and_breaks_no_rule_of_accessibility(string name, string path, string complete)
    {
        await using var looker = await Looker.OpenAsync(console, path);
        await Looker.SeesAsync(looker.Page.Locator(complete));

        await LookAsync(looker.Page, name, 1280, ColorScheme.Light, Everything);
        await LookAsync(looker.Page, name, 1280, ColorScheme.Dark, asked: null);
        await LookAsync(looker.Page, name, 390, ColorScheme.Light, asked: null);
        await LookAsync(looker.Page, name, 390, ColorScheme.Dark, name == "flow" ? Everything : Contrast);

        Assert.Empty(looker.Complaints);
    }

    private static async Task LookAsync(IPage page, string name, int width, ColorScheme scheme, AxeRunOptions? asked)
    {
        await page.SetViewportSizeAsync(width, 860);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await KeepAsync(page, name, width, scheme);

        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        if (asked is not null)
        {
            Assert.Empty((await page.RunAxe(asked)).Violations.Select(violation =>
                $"{name} {width} {scheme}: {violation.Id}: {violation.Help}: "
                + string.Join("; ", violation.Nodes.Select(node => node.Html).Take(3))));
        }
    }

    /// <summary>The pictures of the README are of this test, where it is asked to write them.</summary>
    private static async Task KeepAsync(IPage page, string name, int width, ColorScheme scheme)
    {
        var picture = $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png";
        var folder = Path.Combine(AppContext.BaseDirectory, "pictures");
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, picture) });
        if (Environment.GetEnvironmentVariable(WriteDocs) == "1" && width == 1280 && scheme == ColorScheme.Light && Pictured.Contains(name))
        {
            File.Copy(Path.Combine(folder, picture), Repository.Find().Path("docs", "images", $"console-{name}.png"), overwrite: true);
        }
    }
}
