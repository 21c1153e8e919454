using System.Text.Json.Nodes;

namespace Waybill.WebConsole.Tests;

/// <summary>A company with 300 consumers, as the page sees one.</summary>
[Collection(ShopConsoleTests.Name)]
public sealed class ManyTests(ShopConsole console)
{
    private const int Teams = 30;
    private const int Consumers = 300;
    private const int Kinds = 100;
    private const int Groups = 100;

    public static bool HasBrowser => Chromium.IsInstalled;

    [Fact(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    public async Task Three_hundred_consumers_are_folded_by_team_and_found_by_typing()
    {
        await using var looker = await Looker.OpenAsync(console);
        await looker.Page.RouteAsync("**/console/api/flow", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = Flow().ToJsonString(),
        }));
        await looker.Page.RouteAsync("**/console/api/live", route => route.AbortAsync());

        await looker.GoAsync("flow");
        await Looker.SeesAsync(looker.Page.Locator(".team-fold").Nth(Teams - 1));
        var seen = await looker.Page.EvaluateAsync<double>("performance.now()");
        await looker.Page.GetByPlaceholder("Filter by team, consumer or event").FillAsync("Consumer217");

        await Looker.SeesAsync(looker.Page.Locator(".consumer", new() { HasText = "Consumer217" }));
        Assert.Equal(1, await looker.Page.Locator(".consumer").CountAsync());
        TestContext.Current.SendDiagnosticMessage("300 consumers were complete {0} ms after the page began.", seen);
    }

    [Fact(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    public async Task A_hundred_groups_of_dead_letters_are_told_apart()
    {
        await using var looker = await Looker.OpenAsync(console);
        await looker.Page.RouteAsync("**/console/api/failures", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = Failures().ToJsonString(),
        }));

        await looker.GoAsync("failures");
        await Looker.SeesAsync(looker.Page.Locator(".card").Nth(Groups - 1));
        var seen = await looker.Page.EvaluateAsync<double>("performance.now()");
        await looker.Page.GetByPlaceholder("Cause, consumer or event").FillAsync("Cause77Exception");

        await Looker.SeesAsync(looker.Page.Locator(".card", new() { HasText = "Cause77Exception" }));
        Assert.Equal(1, await looker.Page.Locator(".card").CountAsync());
        TestContext.Current.SendDiagnosticMessage("100 groups were complete {0} ms after the page began.", seen);
    }

    private static JsonObject Failures() => new()
    {
        ["list"] = new JsonObject
        {
            ["at"] = "2026-03-02T09:00:00Z",
            ["failures"] = Each(Groups, Letter),
            ["unseen"] = 0,
            ["crashes"] = new JsonArray(),
        },
        ["groups"] = Each(Groups, n => new()
        {
            ["consumer"] = Title(n),
            ["group"] = new JsonObject
            {
                ["key"] = $"Company.Cause{n}Exception at Company.Consumer{n}.ConsumeAsync",
                ["count"] = 1,
                ["types"] = new JsonObject { [$"Happened{n}.v1"] = 1 },
                ["oldest"] = "2026-03-02T08:00:00Z",
                ["last"] = Letter(n),
            },
            ["letters"] = new JsonArray($"letter-{n}"),
        }),
        ["handled"] = new JsonArray(),
    };

    private static JsonObject Letter(int n) => new()
    {
        ["id"] = $"letter-{n}",
        ["consumer"] = Title(n),
        ["eventType"] = $"Happened{n}.v1",
        ["eventId"] = $"event-{n}",
        ["subject"] = $"{n}",
        ["sentAt"] = $"2026-03-02T08:{n % 60:00}:00Z",
        ["cause"] = new JsonObject { ["title"] = $"Company.Cause{n}Exception", ["text"] = "It failed.", ["attempts"] = 5 },
    };

    private static JsonObject Flow() => new()
    {
        ["map"] = new JsonObject
        {
            ["at"] = "2026-03-02T09:00:00Z",
            ["knowsPublished"] = true,
            ["kinds"] = Each(Kinds, n => new()
            {
                ["source"] = $"company.service{n % 20}",
                ["type"] = $"Happened{n}.v1",
                ["rules"] = Each(Consumers / Kinds, i => $"Consumer{n + (i * Kinds)}"),
            }),
            ["rules"] = Each(Consumers, n => new()
            {
                ["name"] = $"Consumer{n}",
                ["bus"] = "company",
                ["isEnabled"] = true,
                ["consumers"] = new JsonArray(Title(n)),
            }),
        },
        ["consumers"] = Each(Consumers, n => new()
        {
            ["title"] = Title(n),
            ["name"] = $"Consumer{n}",
            ["team"] = $"Team{n % Teams}",
            ["queue"] = $"queue-{n}",
            ["isPaused"] = false,
        }),
        ["producers"] = new JsonObject(),
        ["described"] = new JsonArray(),
    };

    private static string Title(int n) => $"Team{n % Teams}/Consumer{n}";

    private static JsonArray Each(int count, Func<int, JsonObject> make) => new([.. Enumerable.Range(0, count).Select(make)]);

    private static JsonArray Each(int count, Func<int, string> make) =>
        new([.. Enumerable.Range(0, count).Select(n => (JsonNode)make(n))]);
}
