using Microsoft.Playwright;

namespace Waybill.WebConsole.Tests;

/// <summary>What a person does at the page, with the account behind it.</summary>
[Collection(ShopConsoleTests.Name)]
public sealed class ActTests(ShopConsole console)
{
    public static bool HasBrowser => Chromium.IsInstalled;

    [Fact(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    public async Task A_dead_letter_is_found_read_and_run_again_once_its_cause_is_mended()
    {
        await console.OnCall.OrderAsync("dead-1", "created-dead-1");
        await console.OnCall.DeadAsync("SendOrderConfirmation", 2);
        await using var looker = await Looker.OpenAsync(console);
        await looker.Page.GetByRole(AriaRole.Link, new() { Name = "Failures" }).ClickAsync();
        await looker.Page.Locator(".card", new() { HasText = "SendOrderConfirmation" }).First.ClickAsync();
        var row = looker.Page.Locator("tbody tr", new() { HasText = "dead-1" });
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await Looker.SeesAsync(looker.Text("What the consumer said"));
        await Looker.SeesAsync(looker.Text("AddressOfAsync"));
        await Looker.SeesAsync(looker.Text("\"orderId\": \"dead-1\""));

        await console.RegisterAsync("dead-1");
        await looker.Button("Run it again").ClickAsync();
        await Looker.SeesAsync(looker.Text("1 dead letter"));
        await Looker.SeesAsync(looker.Text("0 of them were handled meanwhile and will be suppressed"));
        await looker.Button("Run 1 letter again").ClickAsync();
        await Looker.SeesAsync(looker.Text("Done."));
        await Looker.SeesAsync(looker.Text("1 handled"));

        await looker.GoAsync("failures?consumer=Notifications/SendOrderConfirmation");
        await Looker.SeesAsync(looker.Page.Locator("tbody tr"));
        await Assertions.Expect(row).ToHaveCountAsync(0);
        Assert.Empty(looker.Complaints);
    }

    [Fact(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    public async Task A_whole_group_is_run_again()
    {
        foreach (var order in new[] { "group-1", "group-2", "group-3" })
        {
            await console.OnCall.KillAsync("TrackOrder", $"dead-{order}", order);
        }

        await using var looker = await Looker.OpenAsync(console, "failures?consumer=Orders/TrackOrder");
        await looker.Button("Run these 3 again").ClickAsync();
        await Looker.SeesAsync(looker.Text("3 dead letters"));
        await looker.Button("Run 3 letters again").ClickAsync();
        await Looker.SeesAsync(looker.Text("3 handled"));
        await looker.Page.Locator("dialog footer").GetByRole(AriaRole.Button).ClickAsync();

        await Looker.SeesAsync(looker.Text("has “Orders/TrackOrder” in its cause"));
        Assert.Equal(0, await console.OnCall.CountAsync("waybill-dev-TrackOrder-dlq"));
        Assert.Empty(looker.Complaints);
    }

    [Fact(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    public async Task An_id_typed_anywhere_becomes_its_story()
    {
        await using var looker = await Looker.OpenAsync(console, width: 390, ColorScheme.Dark);
        await Looker.SeesAsync(looker.Page.Locator(".consumer"));

        await looker.Page.Keyboard.PressAsync("/");
        await looker.Page.Keyboard.TypeAsync("700001");
        await looker.Page.Keyboard.PressAsync("Enter");

        await looker.Page.Locator(".row", new() { HasText = "IssueContracts" }).First.ClickAsync();
        await Looker.SeesAsync(looker.Text("Taken by the rule"));
        await looker.Button("log lines").First.ClickAsync();
        await Looker.SeesAsync(looker.Page.GetByLabel("Log lines of the attempt").GetByText("\"outcome\":\"handled\""));
        await Looker.SeesAsync(looker.Page.Locator(".row", new() { HasText = "ContractIssued.v1" }));
        Assert.EndsWith("/console/trace/700001", new Uri(looker.Page.Url).AbsolutePath, StringComparison.Ordinal);
        Assert.Empty(looker.Complaints);
    }

    [Fact(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    public async Task What_nobody_knows_is_said_with_what_was_looked_for()
    {
        await using var looker = await Looker.OpenAsync(console);

        await looker.GoAsync("trace/nothing-like-it");
        await Looker.SeesAsync(looker.Text("is about 'nothing-like-it'"));
        await looker.GoAsync("flow?q=zzz");
        await Looker.SeesAsync(looker.Text("has “zzz” in its name"));
    }

    [Fact(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    public async Task A_consumer_is_paused_and_goes_on()
    {
        await using var looker = await Looker.OpenAsync(console);
        await looker.Page.Locator(".consumer", new() { HasText = "ReorderStock" }).ClickAsync();
        await looker.Button("Pause").ClickAsync();
        await looker.Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).ClickAsync();
        await Looker.SeesAsync(looker.Text("Warehouse/ReorderStock is paused"));

        await looker.Button("Resume").ClickAsync();
        await looker.Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Resume", Exact = true }).ClickAsync();
        await Looker.SeesAsync(looker.Text("Warehouse/ReorderStock goes on"));
        Assert.Empty(looker.Complaints);
    }

    [Fact(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    public async Task A_window_is_dragged_planned_and_replayed_to_one_consumer()
    {
        await using var looker = await Looker.OpenAsync(console);
        await PlanReplayAsync(looker, "Notifications/SendContractNotice");
        await ReplayAsync(looker);
        await Looker.SeesAsync(looker.Text("Ended: COMPLETED"));

        Assert.Empty(looker.Complaints);
    }

    [Fact(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    public async Task A_replay_is_cancelled_before_its_end()
    {
        await using var looker = await Looker.OpenAsync(console);
        await PlanReplayAsync(looker, "Notifications/SendContractNotice");
        using (console.Time.Hold())
        {
            await ReplayAsync(looker);
            await looker.Button("Cancel it").ClickAsync();
            await Looker.SeesAsync(looker.Text("is being cancelled; what was sent by now is delivered"));
        }

        await Looker.SeesAsync(looker.Text("Ended: CANCELLED"));
        Assert.Empty(looker.Complaints);
    }

    [Fact(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    public async Task What_a_hostile_event_says_is_shown_and_does_nothing()
    {
        const string Queue = "waybill-dev-TrackOrder-dlq";
        const string Script = "<img src=x onerror=alert(1)><script>alert(2)</script>";
        var fields = string.Join(',', Enumerable.Range(0, 10_000).Select(n => $"\"field{n}\":\"\u202e{n}\""));
        var body = $$"""
            {"source":"shop.orders","detail-type":"{{Script}}",
             "detail":{"id":"hostile-1","partitionkey":"{{Script}}","data":{ {{fields}} } } }
            """;
        await console.Shop.CallAsync("AmazonSQS.SendMessage", new() { ["QueueUrl"] = Queue, ["MessageBody"] = body });
        await using var looker = await Looker.OpenAsync(console);

        await looker.GoAsync("events/hostile-1");
        await Looker.SeesAsync(looker.Page.GetByRole(AriaRole.Heading, new() { Name = Script }));
        await Looker.SeesAsync(looker.Text("the catalog does not describe it"));
        await looker.GoAsync("failures/hostile-1");
        await Looker.SeesAsync(looker.Page.GetByRole(AriaRole.Heading, new() { Name = Script }));
        await looker.GoAsync("failures?consumer=Orders/TrackOrder");
        await Looker.SeesAsync(looker.Page.Locator("td", new() { HasText = Script }));

        Assert.Empty(looker.Complaints);
        await console.Shop.CallAsync("AmazonSQS.PurgeQueue", new() { ["QueueUrl"] = Queue });
    }

    [Fact(SkipUnless = nameof(HasBrowser), Skip = Chromium.Missing)]
    public async Task Of_a_letter_of_a_megabyte_as_much_is_shown_as_a_browser_can_show()
    {
        const string Queue = "waybill-dev-ReorderStock-dlq";
        var body = $$"""{"source":"s","detail-type":"Large","detail":{"id":"large-1","data":"{{new string('x', 1_000_000)}}"} }""";
        await console.Shop.CallAsync("AmazonSQS.SendMessage", new() { ["QueueUrl"] = Queue, ["MessageBody"] = body });
        await using var looker = await Looker.OpenAsync(console, "failures/large-1");

        await looker.Button("Show personal data").ClickAsync();
        await Looker.SeesAsync(looker.Text("characters more"));
        Assert.Empty(looker.Complaints);
        await console.Shop.CallAsync("AmazonSQS.PurgeQueue", new() { ["QueueUrl"] = Queue });
    }

    /// <summary>Drags the last half of the hour, chooses who is to hear it, and asks what it would do.</summary>
    private static async Task PlanReplayAsync(Looker looker, string consumer)
    {
        await looker.GoAsync("replay");
        var history = looker.Page.Locator(".pick svg");
        await Looker.SeesAsync(history);
        var box = (await history.BoundingBoxAsync())!;
        await looker.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + 40);
        await looker.Page.Mouse.DownAsync();
        await looker.Page.Mouse.MoveAsync(box.X + box.Width - 1, box.Y + 40);
        await looker.Page.Mouse.UpAsync();
        await looker.Page.GetByLabel(consumer).CheckAsync();
        await looker.Button("What would it do?").ClickAsync();
        await Looker.SeesAsync(looker.Page.Locator("tbody th", new() { HasText = consumer }));
    }

    private static async Task ReplayAsync(Looker looker)
    {
        await looker.Button("Replay them …").ClickAsync();
        await looker.Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Replay", Exact = true }).ClickAsync();
    }
}
