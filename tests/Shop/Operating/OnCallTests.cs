using Amazon.Lambda.Model;
using Waybill.Operations;

namespace Waybill.Shop.Tests.Operating;

/// <summary>What whoever is on call is told when there is nothing to mend.</summary>
public sealed class OnCallTests(Templates templates)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_that_nobody_hears_is_a_gap_in_its_trace_and_every_rule_says_why()
    {
        await using var shop = await RunningShop.OpenAsync(templates);
        var onCall = new OnCall(shop.Aws);
        await shop.PutEventAsync(
            "shop.logistics", "DeliveryProgressed.v1", """{"id":"unheard-1","source":"shop.logistics","partitionkey":"x"}""");
        var folder = Directory.CreateTempSubdirectory("waybill-explain-");
        var file = Path.Combine(folder.FullName, "event.json");
        await File.WriteAllTextAsync(
            file, """{"source":"shop.logistics","detail-type":"DeliveryProgressed.v1","detail":{"id":"unheard-1"}}""", Cancelled);

        var (_, explained) = await onCall.TypeAsync("explain", file, "--rule", "SendOrderConfirmation");
        var (_, rule) = await onCall.TypeAsync("explain", file, "--rule", "SendOrderConfirmatoin");
        folder.Delete(recursive: true);

        Assert.Contains("no    SendOrderConfirmation on waybill-dev", explained, StringComparison.Ordinal);
        Assert.Contains("seen \"DeliveryProgressed.v1\" at /detail-type", explained, StringComparison.Ordinal);
        Assert.Contains("did you mean 'SendOrderConfirmation'?", rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consumer_with_a_backlog_is_said_to_be_limited_by_its_mapping()
    {
        const int Allowed = 2;
        await using var shop = await RunningShop.OpenAsync(templates, instances: Allowed);
        var onCall = new OnCall(shop.Aws);
        using var account = shop.Aws.Account();
        var consumer = Assert.Single((await new Operator(account, TimeProvider.System).Status.ReadAsync(["IssueContracts"], Cancelled))
            .Consumers);
        await account.Lambda.UpdateEventSourceMappingAsync(
            new UpdateEventSourceMappingRequest
            {
                UUID = consumer.Consumer.Mapping,
                ScalingConfig = new ScalingConfig { MaximumConcurrency = Allowed },
            },
            Cancelled);
        await onCall.TypeAsync("standin", "logistics", "slow");
        for (var order = 0; order < 200; order++)
        {
            await onCall.OrderAsync($"slow-{order}");
        }

        Typed status = null!;
        await OnCall.UntilAsync(async () =>
        {
            status = await onCall.TypeAsync("status", "IssueContracts", "--json");
            return status.Output.Contains("\"Concurrency\"", StringComparison.Ordinal);
        });

        Assert.Contains("\"maximumConcurrency\": 2", status.Output, StringComparison.Ordinal);
        Assert.Empty(consumer.LimitedBy);
        var (_, table) = await onCall.TypeAsync("status", "IssueContracts");
        Assert.Contains(
            "Contracts/IssueContracts is held up by its mapping, which allows 2 calls at a time", table, StringComparison.Ordinal);
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
        await using var shop = await RunningShop.OpenAsync(templates);
        var onCall = new OnCall(shop.Aws);
        foreach (var (message, words) in cases)
        {
            var (code, output) = await onCall.TypeAsync(words);

            Assert.Contains(message, output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
            Assert.Equal(1, code);
        }
    }
}
