using System.Text.Json.Nodes;

namespace Waybill.Local.Tests.Durability;

/// <summary>Makes a subscription, lets it be for a while, looks whether it got all it had to, and removes it; over and over.</summary>
/// <remarks>When the laptop is killed in between, the next run goes on with the same subscription: every call can be made twice.</remarks>
internal sealed class Subscriptions(Ledger ledger, VictimApi api, CancellationToken cancellationToken)
{
    private static readonly string[] Kinds = ["B"];

    public async Task ChangeAsync(Random random)
    {
        var subscription = ledger.Subscription ??= new Subscription(1);
        if (subscription.Since is null)
        {
            await RefuseAsync();
            var arn = await KillAccount.MakeQueueAsync(api, subscription.Name, deadArn: null, cancellationToken);
            await KillAccount.MakeRuleAsync(api, subscription.Name, Kinds, arn, cancellationToken);
            subscription.Since = ledger.Tick();
        }

        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300)), cancellationToken);
        subscription.Until ??= ledger.Tick();
        await CheckAsync(subscription);
        await RemoveAsync(subscription.Name);
        ledger.Checked++;
        ledger.Subscription = new Subscription(subscription.Number + 1);
    }

    /// <summary>What is refused must not be there after the next start, either.</summary>
    private async Task RefuseAsync()
    {
        await RefuseAsync(
            "AWSEvents.PutRule",
            new JsonObject { ["Name"] = "refused", ["EventBusName"] = KillAccount.Bus, ["EventPattern"] = "{" });
        await RefuseAsync(
            "AmazonSQS.CreateQueue",
            new JsonObject { ["QueueName"] = "direct", ["Attributes"] = new JsonObject { ["VisibilityTimeout"] = "7" } });
    }

    private async Task RefuseAsync(string target, JsonObject input)
    {
        // Not Assert.ThrowsAsync: a kill in the middle of the call is another exception, and ends the round, not the test.
        try
        {
            await api.CallAsync(target, input, cancellationToken);
        }
        catch (RefusedException)
        {
            return;
        }

        Assert.Fail($"{target} was not refused: {input.ToJsonString()}");
    }

    private async Task CheckAsync(Subscription subscription)
    {
        // Events that were acknowledged before the end was asked for, and begun after the subscription was there.
        while (ledger.Owed(Kinds, subscription.Since!.Value, subscription.Until!.Value).Except(subscription.Got).Any())
        {
            var received = await Receiving.ReceiveAsync(ledger, api, subscription.Name, visibility: 1, cancellationToken);
            subscription.Got.UnionWith(received.Select(message => message.Number));
            if (received.Count > 0)
            {
                var entries = received.Select((message, i) => new JsonObject { ["Id"] = $"{i}", ["ReceiptHandle"] = message.Handle });
                await api.CallAsync(
                    "AmazonSQS.DeleteMessageBatch",
                    new JsonObject { ["QueueUrl"] = subscription.Name, ["Entries"] = new JsonArray([.. entries]) }, cancellationToken);
            }
        }
    }

    private async Task RemoveAsync(string name)
    {
        if ((await KillAccount.RulesAsync(api, cancellationToken)).Contains(name, StringComparer.Ordinal))
        {
            await api.CallAsync(
                "AWSEvents.RemoveTargets",
                new JsonObject { ["Rule"] = name, ["EventBusName"] = KillAccount.Bus, ["Ids"] = new JsonArray("queue") },
                cancellationToken);
            await api.CallAsync(
                "AWSEvents.DeleteRule", new JsonObject { ["Name"] = name, ["EventBusName"] = KillAccount.Bus }, cancellationToken);
        }

        if (await KillAccount.HasQueueAsync(api, name, cancellationToken))
        {
            await api.CallAsync("AmazonSQS.DeleteQueue", new JsonObject { ["QueueUrl"] = name }, cancellationToken);
        }
    }
}
