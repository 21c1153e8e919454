using System.Text.Json.Nodes;

namespace Waybill.Local.Tests.Durability;

/// <summary>The account of the laptop that is killed: made by calls, which succeed as often as they are made.</summary>
internal static class KillAccount
{
    public const string Bus = "shop";
    public const string Source = "kill.test";
    public const string Dead = "dead";

    /// <summary>Queues that are there all the time, and the kinds of events that their rules match.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Queues = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["everything"] = ["A", "B"],
        ["only-a"] = ["A"],
        ["direct"] = ["Direct"],
    };

    public static async Task MakeAsync(VictimApi api, CancellationToken cancellationToken)
    {
        await api.CallAsync("AWSEvents.CreateEventBus", new JsonObject { ["Name"] = Bus }, cancellationToken);
        var deadArn = await MakeQueueAsync(api, Dead, deadArn: null, cancellationToken);
        foreach (var (queue, kinds) in Queues)
        {
            var arn = await MakeQueueAsync(api, queue, deadArn, cancellationToken);
            await MakeRuleAsync(api, queue, kinds, arn, cancellationToken);
        }
    }

    /// <returns>The queue's ARN.</returns>
    public static async Task<string> MakeQueueAsync(VictimApi api, string name, string? deadArn, CancellationToken cancellationToken)
    {
        var attributes = new JsonObject { ["VisibilityTimeout"] = "5", ["Policy"] = Policy(name) };
        if (deadArn is not null)
        {
            attributes["RedrivePolicy"] = $$"""{"deadLetterTargetArn":"{{deadArn}}","maxReceiveCount":"1000"}""";
        }

        await api.CallAsync(
            "AmazonSQS.CreateQueue", new JsonObject { ["QueueName"] = name, ["Attributes"] = attributes }, cancellationToken);
        var answer = await api.CallAsync(
            "AmazonSQS.GetQueueAttributes",
            new JsonObject { ["QueueUrl"] = name, ["AttributeNames"] = new JsonArray("QueueArn") }, cancellationToken);
        return (string)answer["Attributes"]!["QueueArn"]!;
    }

    public static async Task MakeRuleAsync(VictimApi api, string name, string[] kinds, string queueArn, CancellationToken cancellationToken)
    {
        var pattern = new JsonObject
        {
            ["source"] = new JsonArray(Source),
            ["detail-type"] = new JsonArray([.. kinds.Select(kind => (JsonNode)kind)]),
        };
        await api.CallAsync(
            "AWSEvents.PutRule",
            new JsonObject { ["Name"] = name, ["EventBusName"] = Bus, ["EventPattern"] = pattern.ToJsonString() }, cancellationToken);
        await api.CallAsync(
            "AWSEvents.PutTargets",
            new JsonObject
            {
                ["Rule"] = name,
                ["EventBusName"] = Bus,
                ["Targets"] = new JsonArray(new JsonObject { ["Id"] = "queue", ["Arn"] = queueArn }),
            },
            cancellationToken);
    }

    public static async Task<IReadOnlyList<string>> RulesAsync(VictimApi api, CancellationToken cancellationToken)
    {
        var answer = await api.CallAsync(
            "AWSEvents.ListRules", new JsonObject { ["EventBusName"] = Bus, ["Limit"] = 100 }, cancellationToken);
        return [.. answer["Rules"]!.AsArray().Select(rule => (string)rule!["Name"]!)];
    }

    public static async Task<bool> HasQueueAsync(VictimApi api, string name, CancellationToken cancellationToken)
    {
        var answer = await api.CallAsync("AmazonSQS.ListQueues", new JsonObject { ["QueueNamePrefix"] = name }, cancellationToken);
        return answer["QueueUrls"]?.AsArray().Any(url => ((string)url!).EndsWith("/" + name, StringComparison.Ordinal)) ?? false;
    }

    private static string Policy(string queue) => new JsonObject
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonArray(new JsonObject
        {
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["Service"] = "events.amazonaws.com" },
            ["Action"] = "sqs:SendMessage",
            ["Resource"] = $"arn:aws:sqs:*:*:{queue}",
        }),
    }.ToJsonString();
}
