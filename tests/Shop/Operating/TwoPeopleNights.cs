using System.Text.RegularExpressions;

namespace Waybill.Shop.Tests.Operating;

/// <summary>Nights on which more than one person types.</summary>
public sealed partial class TwoPeopleNights(Templates templates)
{
    private const int Letters = 60;
    private const string Consumer = "IssueContracts";
    private const string Queue = $"waybill-dev-{Consumer}";

    [Fact]
    public async Task Two_people_who_redrive_the_same_queue_at_once_share_the_work_and_one_who_is_killed_loses_nothing()
    {
        await using var shop = await RunningShop.OpenAsync(templates);
        var onCall = new OnCall(shop.Aws);
        var night = new Night(onCall, "Two people redrive one queue");
        await onCall.HurryAsync(Consumer);
        for (var order = 0; order < Letters; order++)
        {
            await onCall.OrderAsync($"nobody-{order}");
        }

        await onCall.DeadAsync(Consumer, Letters);
        night.Tell($"{Letters} orders that logistics had not heard of are dead, and two people are awake.");
        await night.WakeAsync(Consumer, "dead-letters");
        await onCall.CalmAsync(Consumer);
        await onCall.TypeAsync("pause", Consumer);
        await KillOneAsync(onCall);
        var left = await onCall.CountAsync($"{Queue}-dlq");
        Assert.InRange(left, 10, Letters - 1);
        Assert.InRange(left + await onCall.CountAsync(Queue), Letters, Letters + 10);

        night.Tell(
            "A third one's terminal was closed in the middle, which has lost nothing. Both type the same at the same time; each letter is "
            + "in the hands of one of them, and together they send what is left.");
        var both = await Task.WhenAll(
            night.ShareAsync("redrive", Consumer, "--yes"), night.ShareAsync("redrive", Consumer, "--yes"));

        var sent = both.Select(one => Sent.Match(one.Output)).Where(match => match.Success)
            .Sum(match => int.Parse(match.Groups["sent"].Value, null));
        Assert.True(sent > 0, both[0].Output + both[1].Output);
        Assert.Equal(left - await onCall.CountAsync($"{Queue}-dlq"), sent);
        await night.IsToldAsync();
    }

    private static async Task KillOneAsync(OnCall onCall)
    {
        using var killed = onCall.Start("redrive", Consumer, "--yes", "--rate", "10");
        await OnCall.UntilAsync(async () => await onCall.CountAsync($"{Queue}-dlq") <= Letters - 10);
        killed.Kill();
        await killed.ExitAsync();
    }

    [GeneratedRegex("(?<sent>[0-9]+) of [0-9]+ sent", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Sent { get; }
}
