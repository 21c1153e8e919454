namespace Waybill.Shop.Tests.Operating;

/// <summary>Nights on which somebody else is to blame.</summary>
public sealed class ThirdPartyNights(Templates templates)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_third_party_is_down_then_slow_and_what_failed_meanwhile_is_run_again_once_it_is_well()
    {
        await using var shop = await RunningShop.OpenAsync(templates);
        var onCall = new OnCall(shop.Aws);
        var night = new Night(onCall, "The contract provider is down, then slow");
        await onCall.HurryAsync("IssueContracts");
        await onCall.TypeAsync("standin", "contracts", "down");
        await shop.PlayAsync(Days.OneOrder("900001", price: 500));
        night.Tell("The provider of contracts answers nobody, and an order that is worth a warranty fails five times.");
        var explained = await night.WakeAsync("IssueContracts", "dead-letters");
        await onCall.TypeAsync("standin", "contracts", "slow");
        night.Tell("The provider is back, but takes five seconds for an answer. Trying again is safe, and says that it is too early:");
        var early = await night.MendAsync("redrive", "IssueContracts", "--yes");
        await onCall.DeadAsync("IssueContracts", 1);
        await onCall.TypeAsync("standin", "contracts", "ok");
        night.Tell("It is as fast as ever, and the letter is dead again:");
        var mended = await night.MendAsync("redrive", "IssueContracts", "--yes");

        Assert.Contains("1 × System.Net.Http.HttpRequestException at Waybill.Contracts.", explained, StringComparison.Ordinal);
        Assert.Contains("1 failed again", early.Output, StringComparison.Ordinal);
        Assert.Equal(2, early.ExitCode);
        Assert.Contains("1 handled, 0 suppressed, 0 failed again, 0 waiting", mended.Output, StringComparison.Ordinal);
        Assert.Equal(0, mended.ExitCode);
        Assert.Equal(0, await onCall.CountAsync("waybill-dev-IssueContracts-dlq"));
        await onCall.DoneAsync("SendContractNotice");
        var mails = await shop.Client.MailsAsync(Cancelled);
        Assert.Equal(2, mails.Count);
        Assert.Distinct(mails.Select(mail => mail.Subject));
        await night.IsToldAsync();
    }

    [Fact]
    public async Task A_poison_event_is_named_shown_and_stays_where_it_is_until_somebody_decides()
    {
        await using var shop = await RunningShop.OpenAsync(templates);
        var onCall = new OnCall(shop.Aws);
        var night = new Night(onCall, "A poison event");
        await onCall.HurryAsync("SendOrderConfirmation");
        await onCall.HurryAsync("IssueContracts");
        await onCall.OrderAsync("unknown-1", "poison-1");
        await onCall.DeadAsync("SendOrderConfirmation", 1);
        night.Tell("Somebody publishes an order that nobody has taken: no consumer can ever handle it.");
        var explained = await night.WakeAsync("SendOrderConfirmation", "dead-letters");
        night.Tell("Trying again changes nothing, and harms nothing. The letter stays for fourteen days:");
        var again = await night.MendAsync("redrive", "SendOrderConfirmation", "--only", "poison-1", "--yes");
        var (_, traced) = await onCall.TypeAsync("trace", "unknown-1");

        Assert.Contains("OrderCreated.v2", explained, StringComparison.Ordinal);
        Assert.Contains("AddressOfAsync", explained, StringComparison.Ordinal);
        Assert.Contains("1 failed again", again.Output, StringComparison.Ordinal);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("Orders/TrackOrder handled", traced, StringComparison.Ordinal);
        await onCall.DeadAsync("SendOrderConfirmation", 1);
        var (_, shown) = await onCall.TypeAsync("failures", "--show", "poison-1");
        Assert.Contains("\"orderId\": \"unknown-1\"", shown, StringComparison.Ordinal);
        await night.IsToldAsync("it is mended by its producer, who publishes another");
    }
}
