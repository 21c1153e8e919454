using System.Globalization;
using System.Text.Json.Nodes;

namespace Waybill.Local.Benchmarks;

/// <summary>The queue that every event of the load goes to, and the rule that says so.</summary>
internal sealed class TestAccount(ServedLaptop laptop)
{
    public const string DetailType = "OrderCreated.v2";

    private string? _queueUrl;
    private int _queues;

    /// <summary>Nobody consumes, so the rule gets a new queue, and the old one goes with all that is in it.</summary>
    public async Task EmptyAsync(CancellationToken cancellationToken)
    {
        var before = _queueUrl;
        var bus = await laptop.CallAsync("AWSEvents.DescribeEventBus", new JsonObject { ["Name"] = GeneratedStack.Bus }, cancellationToken);
        var name = string.Create(CultureInfo.InvariantCulture, $"orders-{++_queues}");
        var queueArn = $"arn:aws:sqs:{string.Join(':', ((string)bus["Arn"]!).Split(':')[3..5])}:{name}";
        var queue = await laptop.CallAsync(
            "AmazonSQS.CreateQueue",
            new JsonObject
            {
                ["QueueName"] = name,
                ["Attributes"] = new JsonObject { ["Policy"] = GeneratedStack.Policy(queueArn).ToJsonString() },
            },
            cancellationToken);
        _queueUrl = (string)queue["QueueUrl"]!;
        await laptop.CallAsync(
            "AWSEvents.PutRule",
            new JsonObject
            {
                ["Name"] = "orders",
                ["EventBusName"] = GeneratedStack.Bus,
                ["EventPattern"] = GeneratedStack.Pattern(DetailType).ToJsonString(),
            },
            cancellationToken);
        await laptop.CallAsync(
            "AWSEvents.PutTargets",
            new JsonObject
            {
                ["Rule"] = "orders",
                ["EventBusName"] = GeneratedStack.Bus,
                ["Targets"] = new JsonArray(new JsonObject { ["Id"] = "queue", ["Arn"] = queueArn }),
            },
            cancellationToken);
        if (before is not null)
        {
            await laptop.CallAsync("AmazonSQS.DeleteQueue", new JsonObject { ["QueueUrl"] = before }, cancellationToken);
        }
    }

    public async Task<long> MessagesAsync(CancellationToken cancellationToken)
    {
        var answer = await laptop.CallAsync(
            "AmazonSQS.GetQueueAttributes",
            new JsonObject { ["QueueUrl"] = _queueUrl, ["AttributeNames"] = new JsonArray("ApproximateNumberOfMessages") },
            cancellationToken);
        return long.Parse((string)answer["Attributes"]!["ApproximateNumberOfMessages"]!, CultureInfo.InvariantCulture);
    }
}
