namespace Waybill.Shop.Tests.Operating;

/// <summary>Chaos as it is typed at a running shop (docs/failures.md, "Show me").</summary>
public sealed class ChaosTests(Templates templates)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_day_of_duplicates_shows_in_status_changes_no_effect_and_ends_by_itself()
    {
        await using var night = await OnCall.OpenAsync(templates);
        var (began, said) = await night.TypeAsync("chaos", "duplicates", "--for", "1h", "--seed", "7");
        await night.TypeAsync("chaos", "delay", "--delay", "1s", "--for", "1h", "--rate", "50%", "--consumer", "TrackOrder");

        var (_, status) = await night.TypeAsync("status");
        var (asItMustBe, played) = await night.TypeAsync("play", "--once", "--chaos", "reorder");
        var (_, later) = await night.TypeAsync("chaos");
        await night.TypeAsync("chaos", "delay", "--for", "1s");
        await night.TypeAsync("chaos", "duplicates", "--for", "1s");

        Assert.Equal(0, began);
        Assert.Contains("chaos duplicates: 100% of the deliveries to everybody come twice, until ", said, StringComparison.Ordinal);
        Assert.Contains("UTC (seed 7)", said, StringComparison.Ordinal);
        Assert.Contains("chaos duplicates: 100% of the deliveries to everybody come twice, until ", status, StringComparison.Ordinal);
        Assert.Contains("chaos delay: 50% of the deliveries to waybill-dev-TrackOrder come 1 s late", status, StringComparison.Ordinal);
        Assert.Contains("end it: ./waybill chaos off", status, StringComparison.Ordinal);
        Assert.True(asItMustBe == 0, played);
        Assert.Contains("chaos duplicates", later, StringComparison.Ordinal);
        Assert.DoesNotContain("shuffle", later, StringComparison.Ordinal);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(WaybillProcess.Longest);
        while (!(await night.TypeAsync("chaos")).Output.Contains("Nothing is disturbed.", StringComparison.Ordinal))
        {
            await Task.Delay(200, patience.Token);
        }

        Assert.DoesNotContain("chaos", (await night.TypeAsync("status")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consumer_is_down_the_others_are_not_and_what_died_of_it_is_run_again_when_it_is_over()
    {
        await using var night = await OnCall.OpenAsync(templates, "SendOrderConfirmation");
        var (misspelt, meant) = await night.TypeAsync("chaos", "down", "--consumer", "SendOrderConfirmatoin");
        await night.TypeAsync("chaos", "down", "--consumer", "Notifications/SendOrderConfirmation", "--for", "1h");
        await night.Shop.PlayAsync(Days.OneOrder("900101"));
        await night.DeadAsync("SendOrderConfirmation", 1);
        var (_, traced) = await night.TypeAsync("trace", "900101");
        var (_, status) = await night.TypeAsync("status");

        var (_, ended) = await night.TypeAsync("chaos", "off");
        var (code, redriven) = await night.TypeAsync("redrive", "SendOrderConfirmation", "--yes");

        Assert.Equal(1, misspelt);
        Assert.Contains("did you mean 'SendOrderConfirmation'", meant, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(
            "chaos down: 100% of the invocations of waybill-dev-SendOrderConfirmation fail", status, StringComparison.Ordinal);
        Assert.Contains("Orders/TrackOrder handled", traced, StringComparison.Ordinal);
        Assert.Contains("Notifications/SendOrderConfirmation dead", traced, StringComparison.Ordinal);
        Assert.Contains("Nothing is disturbed any more.", ended, StringComparison.Ordinal);
        Assert.Contains("1 of 1 sent:     1 handled", redriven, StringComparison.Ordinal);
        Assert.Equal(0, code);
        Assert.Single(await night.Shop.Client.MailsAsync(Cancelled));
    }

    [Theory]
    [InlineData("Unrecognized command or argument 'mayhem'", "chaos", "mayhem")]
    [InlineData("--rate is 'often'; it must be a percentage, such as 20% or 0.5%.", "chaos", "kill", "--rate", "often")]
    [InlineData("A rate is more than 0% and at most 100%, and not 0%.", "chaos", "kill", "--rate", "0%")]
    [InlineData("A rate is more than 0% and at most 100%, and not 150%.", "chaos", "kill", "--rate", "150%")]
    [InlineData("--for is 'ever'; it must be a number and s, m, h or d", "chaos", "down", "--for", "ever")]
    [InlineData("Chaos lasts from a second to 24 hours, and not 172800 seconds.", "chaos", "down", "--for", "2d")]
    [InlineData("A delay is from a second to 15 minutes, as SQS's, and not 960 seconds.", "chaos", "delay", "--delay", "16m")]
    [InlineData("Unrecognized command or argument '--delay'", "chaos", "down", "--delay", "5m")]
    [InlineData("Nothing answers at http://127.0.0.1:1/", "chaos", "--port", "1")]
    [InlineData("Nothing answers at http://127.0.0.1:1/", "chaos", "duplicates", "--port", "1")]
    [InlineData("--rate is 'often'; it must be a percentage, such as 5%.", "standin", "contracts", "down", "--rate", "often")]
    [InlineData("--for is 'ever'; it must be a number and s, m or h", "standin", "contracts", "down", "--for", "ever")]
    public async Task What_cannot_be_is_one_clear_error(string message, params string[] words)
    {
        var (code, output) = await WaybillProcess.RunAsync(words);

        Assert.Equal(1, code);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at Waybill", output, StringComparison.Ordinal);
    }
}
