using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Waybill.Cli.Toolchain;

namespace Waybill.WebConsole.Tests;

/// <summary>One event, opened.</summary>
[Collection(ShopConsoleTests.Name)]
public sealed class EventTests(ShopConsole console)
{
    private const string Folder = "events-catalog/domains/Ordering/services/Orders/events/OrderCreated/versioned/1.0.0/examples";

    public static bool HasBrowser => Chromium.IsInstalled;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    public async Task An_event_is_opened_and_shows_personal_data_only_when_asked_to()
    {
        var example = JsonNode.Parse(File.ReadAllText(Repository.Find().Path(Folder, "two-items.json")))!.AsObject();
        example["partitionkey"] = "opened-1";
        await console.Shop.PutEventAsync("shop.orders", "OrderCreated.v1", example.ToJsonString());
        await using var looker = await Looker.OpenAsync(console);
        await looker.Page.GetByRole(AriaRole.Link, new() { Name = "Events" }).ClickAsync();
        var row = looker.Page.Locator("tr", new() { HasText = "opened-1" });
        await row.GetByRole(AriaRole.Link, new() { Name = "OrderCreated.v1" }).ClickAsync();

        await Looker.SeesAsync(looker.Text("as the catalog says"));
        var body = looker.Page.GetByLabel("The event");
        Assert.Contains("\"email\": \"***\"", await body.InnerTextAsync(), StringComparison.Ordinal);
        await Looker.SeesAsync(looker.Page.Locator(".answers .pill.good"));
        await looker.Button("Show personal data").ClickAsync();
        await Looker.SeesAsync(looker.Text("that you looked is in the log of the command"));

        Assert.Contains((string)example["data"]!["email"]!, await body.InnerTextAsync(), StringComparison.Ordinal);
        Assert.EndsWith($"/console/events/{example["id"]}", new Uri(looker.Page.Url).AbsolutePath, StringComparison.Ordinal);
        Assert.Empty(looker.Complaints);
    }

    [Fact(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    public async Task An_event_that_is_not_as_the_catalog_says_is_told_what_is_wrong_and_nothing_that_it_says()
    {
        await console.OnCall.EventAsync("shop.orders", "OrderCreated.v2", "wrong-1", "wrong-1", new JsonObject { ["orderId"] = 7 });
        await using var looker = await Looker.OpenAsync(console);

        await looker.GoAsync("events/wrong-1");
        await Looker.SeesAsync(looker.Page.Locator(".problems li", new() { HasText = "/data/orderId" }));
        await Looker.SeesAsync(looker.Page.Locator(".problems li", new() { HasText = "/dataschema" }));
        await looker.GoAsync("events/nobody-knows");
        await Looker.SeesAsync(looker.Text("No event with the id 'nobody-knows'"));
    }

    [Fact(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    public async Task Who_begins_to_look_later_is_told_what_passed_before()
    {
        await using var first = FramesAsync().GetAsyncEnumerator(Cancelled);
        await console.OnCall.ProgressAsync("early-1");
        while (await first.MoveNextAsync() && !first.Current.Contains("progressed-early-1", StringComparison.Ordinal))
        {
        }

        await first.MoveNextAsync();
        await using var later = FramesAsync().GetAsyncEnumerator(Cancelled);
        await later.MoveNextAsync();

        Assert.DoesNotContain("progressed-early-1", first.Current, StringComparison.Ordinal);
        Assert.Contains("progressed-early-1", later.Current, StringComparison.Ordinal);
    }

    /// <summary>What the page is told as it happens.</summary>
    private async IAsyncEnumerable<string> FramesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var http = new HttpClient { BaseAddress = console.Link };
        using var lines = new StreamReader(await http.GetStreamAsync(new Uri("api/live", UriKind.Relative), cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length > 0)
            {
                yield return line;
            }
        }
    }
}
