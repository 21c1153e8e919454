using System.Text.Json;
using System.Text.RegularExpressions;
using Waybill.Player.Playing;

namespace Waybill.Shop.Tests.Operating;

/// <summary>What happens at night, each told by the commands that are typed (docs/failures.md).</summary>
public sealed partial class StoryTests(Templates templates)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_third_party_is_down_and_what_failed_meanwhile_is_run_again_once_it_is_back()
    {
        await using var night = await OnCall.OpenAsync(templates, "IssueContracts");
        await night.TypeAsync("standin", "contracts", "down");
        await night.Shop.PlayAsync(Days.OneOrder("900001", price: 500));
        await night.DeadAsync("IssueContracts", 1);

        var (alarm, status) = await night.TypeAsync("status", "IssueContracts");
        var (_, failures) = await night.TypeAsync("failures");
        await night.TypeAsync("standin", "contracts", "ok");
        var (code, redriven) = await night.TypeAsync("redrive", "Contracts/IssueContracts", "--yes");

        Assert.Equal(2, alarm);
        Assert.Contains("Contracts/IssueContracts", status, StringComparison.Ordinal);
        Assert.Contains(
            "1 × System.Net.Http.HttpRequestException at Waybill.Contracts.ContractProvider", failures, StringComparison.Ordinal);
        Assert.Contains("1 of 1 sent:     1 handled, 0 suppressed, 0 failed again, 0 waiting", redriven, StringComparison.Ordinal);
        Assert.Equal(0, code);
        Assert.Equal(0, await night.CountAsync("waybill-dev-IssueContracts-dlq"));
        Assert.Contains("No dead letters.", (await night.TypeAsync("failures")).Output, StringComparison.Ordinal);
        var mails = await night.Shop.Client.MailsAsync(Cancelled);
        Assert.Distinct(mails.Select(mail => mail.Subject));
    }

    [Fact]
    public async Task A_poison_event_is_named_shown_and_stays_where_it_is_until_somebody_decides()
    {
        await using var night = await OnCall.OpenAsync(templates, "SendOrderConfirmation", "IssueContracts");
        await night.OrderAsync("unknown-1", "poison-1");
        await night.DeadAsync("SendOrderConfirmation", 1);

        var (_, failures) = await night.TypeAsync("failures", "SendOrderConfirmation", "--json");
        var (_, shown) = await night.TypeAsync("failures", "--show", "poison-1");
        var (_, traced) = await night.TypeAsync("trace", "unknown-1");
        var (code, redriven) = await night.TypeAsync("redrive", "SendOrderConfirmation", "--only", "poison-1", "--yes");

        var failure = Assert.Single(JsonElement.Parse(failures).GetProperty("failures").EnumerateArray());
        Assert.Equal("OrderCreated.v2", failure.GetProperty("eventType").GetString());
        Assert.Equal(5, failure.GetProperty("cause").GetProperty("attempts").GetInt32());
        Assert.Contains("AddressOfAsync", failure.GetProperty("cause").GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Contains("\"orderId\": \"unknown-1\"", shown, StringComparison.Ordinal);
        Assert.Contains("Notifications/SendOrderConfirmation dead, by rule SendOrderConfirmation", traced, StringComparison.Ordinal);
        Assert.Contains("Orders/TrackOrder handled", traced, StringComparison.Ordinal);
        Assert.Contains("1 failed again", redriven, StringComparison.Ordinal);
        Assert.Equal(2, code);
        await night.DeadAsync("SendOrderConfirmation", 1);
    }

    [Fact]
    public async Task The_same_window_replayed_to_everyone_changes_nothing()
    {
        await using var night = await OnCall.OpenAsync(templates);
        var before = await night.Shop.PlayAsync(ShopDay.Sample());

        var (_, plan) = await night.TypeAsync("replay", "--from", "1h", "--dry-run");
        var (code, replayed) = await night.TypeAsync("replay", "--from", "1h", "--yes");

        Assert.Contains($"{before.EventsPublished} events:", plan, StringComparison.Ordinal);
        Assert.Contains("The replay ended: COMPLETED", replayed, StringComparison.Ordinal);
        Assert.Equal(0, code);
        var mails = await night.Shop.Client.MailsAsync(Cancelled);
        Assert.Equal(before.MailsSent, mails.Count);
        var after = await night.Shop.PlayAsync(ShopDay.Sample());
        Assert.Equal(
            (before.ContractsIssued, before.ContractsCancelled, before.Reorders, before.MailsSent),
            (after.ContractsIssued, after.ContractsCancelled, after.Reorders, after.MailsSent));
    }

    [Fact]
    public async Task A_consumer_that_listened_too_late_is_given_the_past()
    {
        await using var night = await OnCall.OpenAsync(templates);
        var rule = new System.Text.Json.Nodes.JsonObject { ["Name"] = "TrackOrder", ["EventBusName"] = "waybill-dev" };
        await night.Shop.CallAsync("AWSEvents.DisableRule", rule);
        await night.Shop.PlayAsync(Days.OneOrder("900002"));
        await night.Shop.CallAsync("AWSEvents.EnableRule", rule.DeepClone().AsObject());

        var (_, plan) = await night.TypeAsync("replay", "--from", "1h", "--consumer", "TrackOrder", "--dry-run", "--json");
        var (code, replayed) = await night.TypeAsync("replay", "--from", "1h", "--consumer", "TrackOrder", "--yes");

        var consumer = Assert.Single(JsonElement.Parse(plan).GetProperty("consumers").EnumerateArray());
        var neverSaw = consumer.GetProperty("neverSaw").GetInt32();
        Assert.True(neverSaw > 0, plan);
        Assert.Contains("Orders/TrackOrder saw none of them at the time", replayed, StringComparison.Ordinal);
        Assert.Contains($"│ Orders/TrackOrder │ {neverSaw}", Narrow(replayed), StringComparison.Ordinal);
        Assert.Equal(0, code);
        Assert.Single(await night.Shop.Client.MailsAsync(Cancelled));
    }

    [Fact]
    public async Task What_is_redriven_into_a_paused_consumer_waits_until_it_is_resumed()
    {
        await using var night = await OnCall.OpenAsync(templates, "IssueContracts");
        await night.TypeAsync("standin", "contracts", "down");
        await night.Shop.PlayAsync(Days.OneOrder("900003", price: 500));
        await night.DeadAsync("IssueContracts", 1);
        await night.TypeAsync("standin", "contracts", "ok");

        var paused = await night.PauseAsync("IssueContracts");
        var (code, redriven) = await night.TypeAsync("redrive", "IssueContracts", "--yes");

        Assert.Contains("Contracts/IssueContracts is paused", paused, StringComparison.Ordinal);
        Assert.Contains("It is paused: they will wait until waybill resume Contracts/IssueContracts", redriven, StringComparison.Ordinal);
        Assert.Contains("1 waiting", redriven, StringComparison.Ordinal);
        Assert.Equal(2, code);
        Assert.Equal(1, await night.CountAsync("waybill-dev-IssueContracts"));
        Assert.Contains("goes on: ", (await night.TypeAsync("resume", "IssueContracts")).Output, StringComparison.Ordinal);
        while (await night.CountAsync("waybill-dev-IssueContracts") > 0)
        {
            await Task.Delay(200, Cancelled);
        }

        Assert.Equal(0, await night.CountAsync("waybill-dev-IssueContracts-dlq"));
    }

    [Fact]
    public async Task Two_people_who_redrive_the_same_queue_at_once_share_the_work_and_one_who_is_killed_loses_nothing()
    {
        const int Letters = 60;
        await using var night = await OnCall.OpenAsync(templates, "IssueContracts");
        for (var order = 0; order < Letters; order++)
        {
            await night.OrderAsync($"nobody-{order}");
        }

        await night.DeadAsync("IssueContracts", Letters);
        Assert.Contains("is paused", await night.PauseAsync("IssueContracts"), StringComparison.Ordinal);
        using (var killed = night.Start("redrive", "IssueContracts", "--yes", "--rate", "10"))
        {
            await UntilAsync(async () => await night.CountAsync("waybill-dev-IssueContracts") >= 10);
            killed.Kill();
            await killed.ExitAsync();
        }

        var left = await night.CountAsync("waybill-dev-IssueContracts-dlq");
        Assert.InRange(left, 10, Letters - 1);
        Assert.InRange(left + await night.CountAsync("waybill-dev-IssueContracts"), Letters, Letters + 10);
        var both = await Task.WhenAll(
            night.TypeAsync("redrive", "IssueContracts", "--yes"), night.TypeAsync("redrive", "IssueContracts", "--yes"));
        var sent = both.Select(one => Sent.Match(one.Output)).Where(match => match.Success)
            .Sum(match => int.Parse(match.Groups["sent"].Value, null));
        Assert.True(sent > 0, both[0].Output + both[1].Output);
        Assert.Equal(left - await night.CountAsync("waybill-dev-IssueContracts-dlq"), sent);
    }

    [Fact]
    public async Task An_event_that_nobody_hears_is_a_gap_in_its_trace_and_every_rule_says_why()
    {
        await using var night = await OnCall.OpenAsync(templates);
        await night.Shop.PutEventAsync(
            "shop.logistics", "DeliveryProgressed.v1", """{"id":"unheard-1","source":"shop.logistics","partitionkey":"x"}""");
        var file = Path.Combine(Directory.CreateTempSubdirectory("waybill-explain-").FullName, "event.json");
        await File.WriteAllTextAsync(
            file, """{"source":"shop.logistics","detail-type":"DeliveryProgressed.v1","detail":{"id":"unheard-1"}}""", Cancelled);

        var (_, explained) = await night.TypeAsync("explain", file, "--rule", "SendOrderConfirmation");
        var (_, rule) = await night.TypeAsync("explain", file, "--rule", "SendOrderConfirmatoin");

        Assert.Contains("no    SendOrderConfirmation on waybill-dev", explained, StringComparison.Ordinal);
        Assert.Contains("seen \"DeliveryProgressed.v1\" at /detail-type", explained, StringComparison.Ordinal);
        Assert.Contains("did you mean 'SendOrderConfirmation'?", rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_done_is_one_sentence_and_exit_code_1()
    {
        (string Message, string[] Words)[] cases =
        [
            ("There is no consumer 'TrackOrdre' (did you mean 'TrackOrder'?)", ["redrive", "TrackOrdre"]),
            ("has no dead letters; there is nothing to redrive", ["redrive", "TrackOrder"]),
            ("--to must be later than --from", ["replay", "--from", "1h", "--to", "2h"]),
            ("--from is 'yesterday'; it must be a time such as", ["replay", "--from", "yesterday"]),
            ("No dead letter has the id 'nothing'", ["failures", "--show", "nothing"]),
            ("Nothing in the last", ["trace", "nothing"]),
            ("There is no environment 'prd'", ["status", "--env", "prd"]),
        ];
        await using var night = await OnCall.OpenAsync(templates);
        foreach (var (message, words) in cases)
        {
            var (code, output) = await night.TypeAsync(words);

            Assert.Contains(message, output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
            Assert.Equal(1, code);
        }
    }

    private static string Narrow(string text) => Spaces.Replace(text, " ");

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(WaybillProcess.Longest);
        while (!await holds())
        {
            await Task.Delay(100, patience.Token);
        }
    }

    [GeneratedRegex(" +", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Spaces { get; }

    [GeneratedRegex("(?<sent>[0-9]+) of [0-9]+ sent", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Sent { get; }
}
