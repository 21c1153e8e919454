using System.Text.Json;
using System.Text.Json.Nodes;

namespace Waybill.Shop.Tests.Operating;

/// <summary><c>waybill redrive --in-order</c>.</summary>
public sealed class InOrderTests(Templates templates)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <param name="receives">How often a message may be received: what waits has its last receive behind it when it is held back, or
    /// has some left.</param>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Dead_letters_of_a_key_are_handled_one_after_the_other_and_before_what_waits_in_the_queue(int receives)
    {
        string[] dead = ["dead-1", "dead-2"];
        await using var night = await OnCall.OpenAsync(templates);
        var policy = new JsonObject
        {
            ["deadLetterTargetArn"] = "arn:aws:sqs:eu-central-1:111111111111:waybill-dev-TrackOrder-dlq",
            ["maxReceiveCount"] = receives,
        };
        await night.SetAsync("waybill-dev-TrackOrder", "RedrivePolicy", policy.ToJsonString());
        await night.TypeAsync("pause", "TrackOrder");
        foreach (var id in (string[])["waits-1", "waits-2", "waits-3"])
        {
            await night.OrderAsync("order-1", id);
        }

        await night.OrderAsync("order-2", "other-1");
        await OnCall.UntilAsync(async () => await night.CountAsync("waybill-dev-TrackOrder") == 4);
        await KillAsync(night, "TrackOrder", "order-1", dead);

        var (_, plan) = await night.TypeAsync("redrive", "TrackOrder", "--in-order", "--dry-run");
        var (code, redriven) = await night.TypeAsync("redrive", "TrackOrder", "--in-order", "--yes");
        await night.DoneAsync("TrackOrder");

        Assert.Contains("It is paused, and will be resumed", plan, StringComparison.Ordinal);
        Assert.Contains("2 of 2 sent:     2 handled", redriven, StringComparison.Ordinal);
        Assert.Equal(0, code);
        var handled = Handled(night).Where(id => id != "other-1").ToList();
        Assert.Equal(dead, handled.Take(2));
        Assert.Equal(["waits-1", "waits-2", "waits-3"], handled.Skip(2).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_comes_after_a_letter_that_fails_again_stays_dead_and_what_was_held_back_goes_on()
    {
        await using var night = await OnCall.OpenAsync(templates);
        await night.TypeAsync("pause", "SendOrderConfirmation");
        await night.OrderAsync("nobody-1", "first");
        await OnCall.UntilAsync(async () => await night.CountAsync("waybill-dev-SendOrderConfirmation") == 1);
        await KillAsync(night, "SendOrderConfirmation", "nobody-1", "dead-1", "dead-2");

        var (code, redriven) = await night.TypeAsync("redrive", "SendOrderConfirmation", "--in-order", "--yes");

        Assert.Equal(2, code);
        Assert.Contains("1 of 2 sent:     0 handled, 0 suppressed, 1 failed again", redriven, StringComparison.Ordinal);
        Assert.Contains("1 stay dead: an earlier one of the same key was not handled", redriven, StringComparison.Ordinal);
        Assert.Equal(1, await night.CountAsync("waybill-dev-SendOrderConfirmation-dlq"));
        Assert.Equal(2, await night.CountAsync("waybill-dev-SendOrderConfirmation"));
    }

    /// <summary>Puts dead letters of one order into a consumer's dead-letter queue, one after the other.</summary>
    private static async Task KillAsync(OnCall night, string consumer, string orderId, params string[] ids)
    {
        foreach (var id in ids)
        {
            await night.KillAsync(consumer, id, orderId);
            await Task.Delay(20, Cancelled);
        }
    }

    private static List<string> Handled(OnCall night) =>
    [
        .. night.Shop.Log.Where(line => line.StartsWith("waybill-dev-TrackOrder {", StringComparison.Ordinal))
            .Select(line => JsonElement.Parse(line[line.IndexOf('{', StringComparison.Ordinal)..]))
            .Where(line => line.TryGetProperty("outcome", out var outcome) && outcome.GetString() == "handled")
            .OrderBy(line => line.GetProperty("time").GetDateTimeOffset())
            .Select(line => line.GetProperty("eventId").GetString()!),
    ];
}
