using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>What can be asked about queues: GetQueueUrl, GetQueueAttributes, the lists of queues and tags.</summary>
internal sealed class SqsReading(LiveAccount account, QueueLookup lookup)
{
    private const int MostListed = 1000;

    public Task GetQueueUrlAsync(AwsCall call, Utf8JsonWriter json)
    {
        var queue = lookup.ByName(call, Owner(call), call.Body.RequiredText("QueueName"), "sqs:GetQueueUrl");
        json.WriteString("QueueUrl"u8, QueueLookup.Url(call, queue.Definition.Arn));
        return Task.CompletedTask;
    }

    public Task ListQueuesAsync(AwsCall call, Utf8JsonWriter json)
    {
        call.Caller.Require("sqs:ListQueues", "*", []);
        var prefix = call.Body.Text("QueueNamePrefix") ?? "";
        WriteUrls(
            call, json, "QueueUrls",
            [.. lookup.Names(call.Scope).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(call.Scope.Queue)]);
        return Task.CompletedTask;
    }

    public Task ListDeadLetterSourceQueuesAsync(AwsCall call, Utf8JsonWriter json)
    {
        var queue = lookup.ByUrl(call, "sqs:ListDeadLetterSourceQueues");
        // In lower case, unlike that of ListQueues: so it is in the API.
        WriteUrls(
            call, json, "queueUrls", [.. QueueOperations.SourcesOf(account.Now, queue.Definition.Arn).Select(source => source.Arn)]);
        return Task.CompletedTask;
    }

    public Task ListQueueTagsAsync(AwsCall call, Utf8JsonWriter json)
    {
        var queue = lookup.ByUrl(call, "sqs:ListQueueTags");
        json.WriteStartObject("Tags"u8);
        foreach (var (key, value) in queue.Definition.Tags ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
        return Task.CompletedTask;
    }

    public Task GetQueueAttributesAsync(AwsCall call, Utf8JsonWriter json)
    {
        var queue = lookup.ByUrl(call, "sqs:GetQueueAttributes");
        var names = call.Body.Texts("AttributeNames").ToHashSet(StringComparer.Ordinal);
        if (names.FirstOrDefault(name => !QueueAttributes.Names.Contains(name)) is { } unknown)
        {
            throw QueueAttributes.Unknown(unknown);
        }

        if (names.Count == 0)
        {
            return Task.CompletedTask;
        }

        json.WriteStartObject("Attributes"u8);
        foreach (var (name, value) in QueueAttributes.Of(queue.Definition).Concat(QueueAttributes.Of(queue.Depth())))
        {
            if (value is not null && (names.Contains(name) || names.Contains("All")))
            {
                json.WriteString(name, value);
            }
        }

        json.WriteEndObject();
        return Task.CompletedTask;
    }

    private static Scope Owner(AwsCall call) =>
        call.Scope with { Account = call.Body.Text("QueueOwnerAWSAccountId") ?? call.Scope.Account };

    private static void WriteUrls(AwsCall call, Utf8JsonWriter json, string member, IReadOnlyList<string> arns)
    {
        var limit = SqsLimits.InRange(call.Body, "MaxResults", MostListed, 1, MostListed);
        var page = Page<string>.Of(arns, limit, call.Body.Text("NextToken")) ?? throw SqsLimits.Invalid("Invalid or expired next token.");
        page.Write(json, member, arn => json.WriteStringValue(QueueLookup.Url(call, arn)));
    }
}
