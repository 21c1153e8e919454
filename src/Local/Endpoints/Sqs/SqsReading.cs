using System.Globalization;
using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>GetQueueUrl, GetQueueAttributes and ListQueues.</summary>
internal sealed class SqsReading(QueueLookup lookup)
{
    private const int MostListed = 1000;

    /// <summary>What SQS knows (SQS API reference, GetQueueAttributes); a queue answers with those it has.</summary>
    private static readonly HashSet<string> AttributeNames = new(
        [
            "All", "Policy", "VisibilityTimeout", "MaximumMessageSize", "MessageRetentionPeriod", "DelaySeconds", "QueueArn",
            "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed",
            "CreatedTimestamp", "LastModifiedTimestamp", "ReceiveMessageWaitTimeSeconds", "RedrivePolicy", "RedriveAllowPolicy",
            "FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit",
            "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled",
        ],
        StringComparer.Ordinal);

    public Task GetQueueUrlAsync(AwsCall call, Utf8JsonWriter json)
    {
        json.WriteString(
            "QueueUrl"u8, QueueLookup.Url(call, lookup.ByName(call, Owner(call), call.Body.RequiredText("QueueName"), "sqs:GetQueueUrl").Definition.Arn));
        return Task.CompletedTask;
    }

    private static Scope Owner(AwsCall call) => call.Scope with { Account = call.Body.Text("QueueOwnerAWSAccountId") ?? call.Scope.Account };

    public Task ListQueuesAsync(AwsCall call, Utf8JsonWriter json)
    {
        call.Caller.Require("sqs:ListQueues", "*", []);
        var prefix = call.Body.Text("QueueNamePrefix") ?? "";
        var limit = SqsLimits.InRange(call.Body, "MaxResults", MostListed, 1, MostListed);
        string[] found = [.. lookup.Names(call.Scope).Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];
        var page = Page<string>.Of(found, limit, call.Body.Text("NextToken")) ?? throw SqsLimits.Invalid("Invalid or expired next token.");
        page.Write(json, "QueueUrls", name => json.WriteStringValue(QueueLookup.Url(call, call.Scope.Queue(name))));
        return Task.CompletedTask;
    }

    public Task GetQueueAttributesAsync(AwsCall call, Utf8JsonWriter json)
    {
        var queue = lookup.ByUrl(call, "sqs:GetQueueAttributes");
        var names = call.Body.Texts("AttributeNames").ToHashSet(StringComparer.Ordinal);
        if (names.FirstOrDefault(name => !AttributeNames.Contains(name)) is { } unknown)
        {
            throw new AwsException(
                "InvalidAttributeName", $"Unknown Attribute {unknown}. Allowed are {string.Join(", ", AttributeNames)}.");
        }

        json.WriteStartObject("Attributes"u8);
        foreach (var (name, value) in Attributes(queue.Definition, queue.Depth()))
        {
            if (value is not null && (names.Contains(name) || names.Contains("All")))
            {
                json.WriteString(name, value);
            }
        }

        json.WriteEndObject();
        return Task.CompletedTask;
    }

    private static IEnumerable<(string Name, string? Value)> Attributes(Queue queue, QueueDepth depth) =>
    [
        ("QueueArn", queue.Arn),
        ("ApproximateNumberOfMessages", Text(depth.Visible)),
        ("ApproximateNumberOfMessagesNotVisible", Text(depth.InFlight)),
        ("ApproximateNumberOfMessagesDelayed", Text(depth.Delayed)),
        ("VisibilityTimeout", Text(queue.VisibilityTimeout.TotalSeconds)),
        ("MessageRetentionPeriod", Text(queue.Retention.TotalSeconds)),
        ("DelaySeconds", Text(queue.Delay.TotalSeconds)),
        ("RedrivePolicy", queue.Redrive is { } redrive
            ? $$"""{"deadLetterTargetArn":"{{redrive.DeadLetterArn}}","maxReceiveCount":{{redrive.MaxReceiveCount}}}"""
            : null),
    ];

    private static string Text(double number) => number.ToString("0", CultureInfo.InvariantCulture);
}
