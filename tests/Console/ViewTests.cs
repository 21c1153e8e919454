using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Waybill.Cli.Toolchain;

namespace Waybill.WebConsole.Tests;

/// <summary>Each view as it is seen: at a desk and on a telephone, by day and by night.</summary>
[Collection(ShopConsoleTests.Name)]
public sealed class ViewTests(ShopConsole console)
{
    private const string WriteDocs = "WAYBILL_WRITE_DOCS";

    /// <summary>A view, and what is seen when it is complete.</summary>
    private static readonly (string Name, string Path, string Complete)[] Views =
    [
        ("flow", "flow", ".consumer.bad"),
        ("failure", "failures", ".table tbody tr"),
        ("trace", "trace/900001", ".story .row"),
        ("replay", "replay", ".pick figcaption"),
        ("events", "events", "h1"),
    ];

    /// <summary>What the README shows.</summary>
    private static readonly string[] Pictured = ["flow", "failure", "trace"];

    public static bool HasBrowser => Chromium.IsInstalled;

    [Theory(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    [InlineData(1280, ColorScheme.Light, true)]
    [InlineData(1280, ColorScheme.Dark, false)]
    [InlineData(390, ColorScheme.Light, false)]
    [InlineData(390, ColorScheme.Dark, true)]
    public async Task Each_view_is_complete_fits_and_breaks_no_rule_of_accessibility(int width, ColorScheme scheme, bool isAsked)
    {
        await using var looker = await Looker.OpenAsync(console, width, scheme);
        foreach (var (name, path, complete) in Views)
        {
            await looker.GoAsync(path);
            await Looker.SeesAsync(looker.Page.Locator(complete));
            await KeepAsync(looker.Page, name, width, scheme);

            Assert.Equal(0, await looker.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
            // It takes seconds; light and dark, wide and narrow are each asked once.
            var violations = (isAsked ? (await looker.Page.RunAxe()).Violations : []).Select(violation =>
                $"{name}: {violation.Id}: {violation.Help}: {string.Join("; ", violation.Nodes.Select(node => node.Html).Take(3))}");
            Assert.Empty(violations);
        }

        Assert.Empty(looker.Complaints);
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
