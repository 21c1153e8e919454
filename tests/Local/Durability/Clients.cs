using System.Globalization;
using System.Text.Json.Nodes;

namespace Waybill.Local.Tests.Durability;

/// <summary>Who works with the laptop until it is killed: publishers, senders, receivers, and somebody who changes the account.</summary>
internal sealed class Clients(Ledger ledger, VictimApi api, int seed, CancellationToken cancellationToken)
{
    /// <summary>Until the laptop is killed.</summary>
    public Task RunAsync() => Task.WhenAll(
        UntilKilledAsync(PublishAsync), UntilKilledAsync(PublishAsync), UntilKilledAsync(SendAsync),
        UntilKilledAsync(random => ConsumeAsync(random, "everything")), UntilKilledAsync(random => ConsumeAsync(random, "direct")),
        UntilKilledAsync(new Subscriptions(ledger, api, cancellationToken).ChangeAsync));

    private async Task UntilKilledAsync(Func<Random, Task> work)
    {
        var random = new Random(seed);
        try
        {
            while (true)
            {
                await work(random);
            }
        }
        catch (HttpRequestException)
        {
            // Killed.
        }
    }

    private async Task PublishAsync(Random random)
    {
        var numbers = Enumerable.Range(0, random.Next(1, 10)).Select(_ => ledger.Begin(random.Next(2) == 0 ? "A" : "B")).ToList();
        var bad = random.Next(4) == 0 ? random.Next(numbers.Count) : -1;
        var answer = await api.CallAsync(
            "AWSEvents.PutEvents",
            new JsonObject
            {
                ["Entries"] = new JsonArray([.. numbers.Select((number, i) => new JsonObject
                {
                    ["EventBusName"] = KillAccount.Bus,
                    ["Source"] = KillAccount.Source,
                    ["DetailType"] = ledger.Sent[number].Kind,
                    ["Detail"] = Body(number) + (i == bad ? "," : ""),
                })]),
            },
            cancellationToken);
        foreach (var (number, entry) in numbers.Zip(answer["Entries"]!.AsArray()))
        {
            if (entry!["EventId"] is null)
            {
                ledger.Refuse(number);
            }
            else
            {
                ledger.Acknowledge(number);
            }
        }
    }

    private async Task SendAsync(Random random)
    {
        var number = ledger.Begin("Direct");
        await api.CallAsync(
            "AmazonSQS.SendMessage", new JsonObject { ["QueueUrl"] = "direct", ["MessageBody"] = Body(number) }, cancellationToken);
        ledger.Acknowledge(number);
    }

    private async Task ConsumeAsync(Random random, string queue)
    {
        var received = await Receiving.ReceiveAsync(ledger, api, queue, visibility: null, cancellationToken);
        foreach (var (number, handle) in received.Where(_ => random.Next(2) == 0))
        {
            ledger.Deletions.TryAdd((queue, number), false);
            await api.CallAsync(
                "AmazonSQS.DeleteMessage", new JsonObject { ["QueueUrl"] = queue, ["ReceiptHandle"] = handle }, cancellationToken);
            ledger.Deletions[(queue, number)] = true;
        }
    }

    private static string Body(int number) => string.Create(CultureInfo.InvariantCulture, $$"""{"number":{{number}}}""");
}
