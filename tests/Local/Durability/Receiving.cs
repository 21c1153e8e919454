using System.Globalization;
using System.Text.Json.Nodes;

namespace Waybill.Local.Tests.Durability;

/// <summary>Receives and holds what comes against the ledger.</summary>
internal static class Receiving
{
    /// <returns>The numbers of what was received, and the handles.</returns>
    public static async Task<IReadOnlyList<(int Number, string Handle)>> ReceiveAsync(
        Ledger ledger, VictimApi api, string queue, int? visibility, CancellationToken cancellationToken)
    {
        var input = new JsonObject
        {
            ["QueueUrl"] = queue,
            ["MaxNumberOfMessages"] = 10,
            ["MessageSystemAttributeNames"] = new JsonArray("ApproximateReceiveCount"),
        };
        if (visibility is { } seconds)
        {
            input["VisibilityTimeout"] = seconds;
        }

        JsonNode answer;
        try
        {
            answer = await api.CallAsync("AmazonSQS.ReceiveMessage", input, cancellationToken);
        }
        catch (HttpRequestException)
        {
            ledger.Unanswered.AddOrUpdate(queue, 1, (_, count) => count + 1);
            throw;
        }

        return [.. (answer["Messages"]?.AsArray() ?? []).Select(message => Note(ledger, queue, message!))];
    }

    /// <summary>All that a queue has: what is in flight becomes visible within its visibility timeout.</summary>
    public static async Task<HashSet<int>> DrainAsync(Ledger ledger, VictimApi api, string queue, CancellationToken cancellationToken)
    {
        var all = new HashSet<int>();
        while (true)
        {
            var received = await ReceiveAsync(ledger, api, queue, visibility: 3600, cancellationToken);
            all.UnionWith(received.Select(message => message.Number));
            if (received.Count == 0 && await WaitingAsync(api, queue, cancellationToken) == all.Count)
            {
                return all;
            }

            if (received.Count == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }

    /// <summary>A kill costs a message one receive at most: the one that nobody learned of.</summary>
    private static (int Number, string Handle) Note(Ledger ledger, string queue, JsonNode message)
    {
        var number = (int)Detail(JsonNode.Parse((string)message["Body"]!)!)["number"]!;
        ledger.Received(queue, number);
        var count = int.Parse((string)message["Attributes"]!["ApproximateReceiveCount"]!, CultureInfo.InvariantCulture);
        Assert.InRange(count, 1, ledger.Receives[(queue, number)] + ledger.Unanswered.GetValueOrDefault(queue));
        Assert.False(ledger.Sent[number].IsRefused, $"{number} was refused, and is in {queue}");
        Assert.False(ledger.Deletions.GetValueOrDefault((queue, number)), $"{number} was deleted from {queue}, and is there");
        return (number, (string)message["ReceiptHandle"]!);
    }

    private static JsonNode Detail(JsonNode body) => body["detail"] ?? body;

    private static async Task<int> WaitingAsync(VictimApi api, string queue, CancellationToken cancellationToken)
    {
        var answer = await api.CallAsync(
            "AmazonSQS.GetQueueAttributes",
            new JsonObject { ["QueueUrl"] = queue, ["AttributeNames"] = new JsonArray("All") }, cancellationToken);
        return ((string[])["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]).Sum(
            name => int.Parse((string)answer["Attributes"]![name]!, CultureInfo.InvariantCulture));
    }
}
