using Microsoft.Playwright;

namespace Waybill.WebConsole.Tests;

/// <summary>A person at the page; what the browser complains of is kept.</summary>
internal sealed class Looker : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _link;

    private Looker(IBrowserContext context, IPage page, Uri link)
    {
        (_context, Page, _link) = (context, page, link);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => Complaints.Add(error);
        page.Dialog += (_, dialog) =>
        {
            Complaints.Add($"a dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    public List<string> Complaints { get; } = [];

    /// <summary>Opens the link that the command printed.</summary>
    public static async Task<Looker> OpenAsync(ShopConsole console, int width = 1280, ColorScheme scheme = ColorScheme.Light) =>
        await OpenAsync(console.Browser, console.Link, "", width, scheme);

    /// <summary>The same at another of its views.</summary>
    public static async Task<Looker> OpenAsync(ShopConsole console, string path) =>
        await OpenAsync(console.Browser, console.Link, path);

    /// <summary>Opens the link of any console.</summary>
    public static async Task<Looker> OpenAsync(
        IBrowser browser, Uri link, string path, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 860 },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        var looker = new Looker(context, await context.NewPageAsync(), link);
        // The key stands behind the #, whichever view is opened.
        await looker.Page.GotoAsync(new Uri(link, $"{ConsolePage.Path}{path}{link.Fragment}").ToString());
        return looker;
    }

    /// <summary>Goes to an address of the page, as a colleague sent it.</summary>
    public Task GoAsync(string path) => Page.GotoAsync(new Uri(_link, ConsolePage.Path + path).ToString());

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name });

    public ILocator Text(string text) => Page.GetByText(text);

    /// <summary>Waits until it is there.</summary>
    public static Task SeesAsync(ILocator locator) => Assertions.Expect(locator.First).ToBeVisibleAsync(new() { Timeout = 30_000 });

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
