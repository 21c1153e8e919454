namespace Waybill.Shop.Tests.Operating;

/// <summary>Nights that a deployment began.</summary>
public sealed class DeployNights(Templates templates)
{
    private const string Consumer = "SendOrderConfirmation";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bug_in_one_consumer_is_mended_its_letters_redriven_and_its_window_replayed_and_nobody_else_notices()
    {
        await using var shop = await RunningShop.OpenAsync(templates);
        var (onCall, deployment) = (new OnCall(shop.Aws), new Deployment(shop.Aws));
        var night = new Night(onCall, "A bug in one consumer");
        await onCall.HurryAsync(Consumer);
        await shop.PlayAsync(Days.Orders(500, "900011"));
        var right = await deployment.SetVariableAsync(Consumer, "SENDER_ADDRESS", "orders@shop.exmaple");
        await shop.PlayAsync(Days.Orders(500, "900012", "900013"));
        await onCall.DeadAsync(Consumer, 2);
        var others = await OthersAsync(shop);
        night.Tell(
            "A deployment has a typing error in the address that confirmations come from, which the function's role does not let it use. "
            + "One order was confirmed before it, two are not.");
        var explained = await night.WakeAsync(Consumer, "dead-letters");
        night.Tell("The address is mended and deployed, the letters are run again, and the hour is replayed to this consumer alone:");
        await night.DeployAsync(
            "waybill-dev-Notifications", () => deployment.SetVariableAsync(Consumer, "SENDER_ADDRESS", right));
        var redriven = await night.MendAsync("redrive", Consumer, "--yes");
        var replayed = await night.MendAsync("replay", "--from", "1h", "--consumer", Consumer, "--yes");

        Assert.Contains("2 × ", explained, StringComparison.Ordinal);
        Assert.Contains("2 handled, 0 suppressed, 0 failed again, 0 waiting", redriven.Output, StringComparison.Ordinal);
        Assert.Contains("The replay ended: COMPLETED", replayed.Output, StringComparison.Ordinal);
        Assert.Equal((0, 0), (redriven.ExitCode, replayed.ExitCode));
        var mails = await shop.Client.MailsAsync(Cancelled);
        Assert.Equal(6, mails.Count);
        Assert.Distinct(mails.Select(mail => mail.Subject));
        Assert.Equal(others, await OthersAsync(shop));
        await night.IsToldAsync();
    }

    [Fact]
    public async Task A_function_that_crashes_at_its_start_is_named_and_taken_back_and_its_events_have_waited()
    {
        const string Warehouse = "ReorderStock";
        await using var shop = await RunningShop.OpenAsync(templates);
        var (onCall, deployment) = (new OnCall(shop.Aws), new Deployment(shop.Aws));
        var night = new Night(onCall, "A deployment whose function crashes at its start");
        await onCall.SetAsync($"waybill-dev-{Warehouse}", "VisibilityTimeout", "60");
        var good = await deployment.CodeAsync(Warehouse);
        await deployment.UploadAsync(Warehouse, good, without: "Waybill.Eventing.dll");
        await onCall.EventAsync("shop.inventory", "StockLevelChanged.v1", "level-1", "short-1", StandstillNights.Shortage("short-1"));
        night.Tell("A package is deployed that lacks an assembly. The function does not get so far as to write a line about an event.");
        var explained = await night.WakeAsync(Warehouse, "errors");
        night.Tell("The version before is deployed again. The event has waited in the queue:");
        await night.DeployAsync("waybill-dev-Warehouse", () => deployment.UploadAsync(Warehouse, good));
        await onCall.DoneAsync(Warehouse);

        Assert.Contains("Waybill.Eventing", explained, StringComparison.Ordinal);
        Assert.Equal(0, await onCall.CountAsync($"waybill-dev-{Warehouse}-dlq"));
        var handled = await shop.Client.MetricAsync("EventsHandled", Cancelled);
        Assert.Equal(1, handled.Single(metric => metric.Dimensions["Consumer"] == Warehouse).Sum);
        await night.IsToldAsync();
    }

    [Fact]
    public async Task An_event_too_big_for_its_queue_after_the_rules_input_waits_whole_until_the_queue_takes_it()
    {
        const string Tracking = "TrackOrder";
        await using var shop = await RunningShop.OpenAsync(templates);
        var (onCall, deployment) = (new OnCall(shop.Aws), new Deployment(shop.Aws));
        var night = new Night(onCall, "An event too big for its queue");
        await onCall.SetAsync($"waybill-dev-{Tracking}", "MaximumMessageSize", "1024");
        await deployment.AddWholeEventAsync($"{Tracking}-DeliveryProgressed.v1");
        await onCall.ProgressAsync("900014");
        await onCall.DeadAsync(Tracking, 1);
        night.Tell(
            "A rule is deployed that hands over more of an event than it did, and what it makes of one is larger than its queue takes. "
            + "EventBridge leaves the event as it was published in the dead-letter queue.");
        var explained = await night.WakeAsync(Tracking, "dead-letters");
        night.Tell("It would be too big again, so a redrive does not send it. The queue is made to take it, and it goes its way:");
        var refused = await night.MendAsync("redrive", Tracking, "--yes");
        var stayed = await onCall.CountAsync($"waybill-dev-{Tracking}-dlq");
        await night.DeployAsync("waybill-dev-Orders", () => onCall.SetAsync($"waybill-dev-{Tracking}", "MaximumMessageSize", "4096"));
        var mended = await night.MendAsync("redrive", Tracking, "--yes");

        Assert.Contains("1 × INVALID_PARAMETER", explained, StringComparison.Ordinal);
        Assert.Contains("1 stay dead: it has ", refused.Output, StringComparison.Ordinal);
        Assert.Contains("bytes after the rule's input, and its queue takes 1024", refused.Output, StringComparison.Ordinal);
        Assert.Equal((2, 1), (refused.ExitCode, stayed));
        Assert.Contains("1 handled", mended.Output, StringComparison.Ordinal);
        Assert.Equal((0, 0), (mended.ExitCode, await onCall.CountAsync($"waybill-dev-{Tracking}-dlq")));
        await night.IsToldAsync();
    }

    /// <summary>How often every other consumer has handled or suppressed an event.</summary>
    private static async Task<IReadOnlyList<string>> OthersAsync(RunningShop shop)
    {
        var counts = new List<string>();
        foreach (var name in new[] { "EventsHandled", "DuplicatesSuppressed" })
        {
            var sums = await shop.Client.MetricAsync(name, Cancelled);
            counts.AddRange(sums.Where(sum => sum.Dimensions["Consumer"] != Consumer)
                .Select(sum => $"{name} {sum.Dimensions["Consumer"]} {sum.Sum}").Order(StringComparer.Ordinal));
        }

        return counts;
    }
}
