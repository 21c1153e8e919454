using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>CreateQueue, SetQueueAttributes, DeleteQueue, PurgeQueue and the tags.</summary>
internal sealed class SqsQueues(LiveAccount account, Queues queues, QueueLookup lookup)
{
    private const int LongestName = 80;
    private const int MostTags = 50;

    /// <summary>How long a deleted queue's name is taken. Held to, for what makes a queue again at once works here and fails in an account;
    /// for calls only: a template that replaces a queue does so in one change.</summary>
    private static readonly TimeSpan NameIsTaken = TimeSpan.FromSeconds(60);

    public async Task CreateQueueAsync(AwsCall call, Utf8JsonWriter json)
    {
        var name = call.Body.RequiredText("QueueName");
        var attributes = call.Body.Map("Attributes");
        var tags = call.Body.Map("tags");
        var arn = call.Scope.Queue(name);
        call.Caller.Require("sqs:CreateQueue", arn, []);
        await account.ChangeAsync(
            change =>
            {
                if (change.Resources.Find<Queue>(arn) is { } existing)
                {
                    RequireSame(existing, attributes);
                    return;
                }

                if (queues.DeletedAt(arn) + NameIsTaken > change.Now)
                {
                    throw SqsLimits.Refused(
                        "QueueDeletedRecently",
                        "You must wait 60 seconds after deleting a queue before you can create another with the same name.");
                }

                RequireTags(name, tags);
                QueueOperations.Create(
                    change, QueueAttributes.Set(New(name, arn, attributes), attributes) with { Tags = tags.Count == 0 ? null : tags });
            },
            call.Cancellation);
        json.WriteString("QueueUrl"u8, QueueLookup.Url(call, arn));
    }

    public Task SetQueueAttributesAsync(AwsCall call, Utf8JsonWriter json)
    {
        _ = call.Body.Object("Attributes") ?? throw SqsLimits.Missing("Attributes");
        return ChangeAsync(
            call, "sqs:SetQueueAttributes",
            (change, queue) => QueueOperations.Update(change, QueueAttributes.Set(queue, call.Body.Map("Attributes"))));
    }

    public Task DeleteQueueAsync(AwsCall call, Utf8JsonWriter json) => ChangeAsync(call, "sqs:DeleteQueue", QueueOperations.Delete);

    public Task PurgeQueueAsync(AwsCall call, Utf8JsonWriter json) =>
        lookup.ByUrl(call, "sqs:PurgeQueue").PurgeAsync(call.Cancellation);

    public Task TagQueueAsync(AwsCall call, Utf8JsonWriter json) => ChangeAsync(call, "sqs:TagQueue", (change, queue) =>
    {
        if (call.Body.Map("Tags").Count == 0)
        {
            throw SqsLimits.Missing("Tags");
        }

        var tags = new Dictionary<string, string>(queue.Tags ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        foreach (var (key, value) in call.Body.Map("Tags"))
        {
            tags[key] = value;
        }

        RequireTags(queue.Name, tags);
        QueueOperations.Tag(change, queue, tags);
    });

    public Task UntagQueueAsync(AwsCall call, Utf8JsonWriter json) => ChangeAsync(call, "sqs:UntagQueue", (change, queue) =>
    {
        var gone = call.Body.Texts("TagKeys").ToHashSet(StringComparer.Ordinal);
        if (gone.Count == 0 || !gone.All(IsTagKey))
        {
            throw SqsLimits.Invalid("Tag keys must be between 1 and 128 characters in length.");
        }

        var tags = queue.Tags ?? new Dictionary<string, string>();
        QueueOperations.Tag(change, queue, tags.Where(tag => !gone.Contains(tag.Key)).ToDictionary(StringComparer.Ordinal));
    });

    private Task ChangeAsync(AwsCall call, string action, Action<Change, Queue> operation)
    {
        var arn = lookup.ByUrl(call, action).Definition.Arn;
        return account.ChangeAsync(change => operation(change, QueueLookup.Get(change.Resources, arn)), call.Cancellation);
    }

    private static Queue New(string name, string arn, IReadOnlyDictionary<string, string> attributes)
    {
        var isFifo = attributes.GetValueOrDefault("FifoQueue") == "true";
        var stem = isFifo && name.EndsWith(Queue.FifoSuffix, StringComparison.Ordinal) ? name[..^Queue.FifoSuffix.Length] : name;
        if (isFifo && (name.Length > LongestName || stem == name || !SqsLimits.IsName(stem)))
        {
            throw SqsLimits.Invalid(
                "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix "
                    + "and be 1 to 80 in length.");
        }

        return isFifo || (name.Length <= LongestName && SqsLimits.IsName(name))
            ? QueueAttributes.Usual(name, arn, isFifo)
            : throw SqsLimits.Invalid("Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    }

    /// <summary>A queue that is there already is as good as made, when it has the attributes that were given.</summary>
    private static void RequireSame(Queue existing, IReadOnlyDictionary<string, string> attributes)
    {
        var wanted = QueueAttributes.Of(QueueAttributes.Set(existing, attributes));
        foreach (var ((name, has), (_, wants)) in QueueAttributes.Of(existing).Zip(wanted))
        {
            if (has != wants)
            {
                throw QueueOperations.Exists($"A queue already exists with the same name and a different value for attribute {name}");
            }
        }
    }

    private static bool IsTagKey(string key) => key.Length is >= 1 and <= 128;

    private static void RequireTags(string queue, IReadOnlyDictionary<string, string> tags)
    {
        if (tags.Count > MostTags)
        {
            throw SqsLimits.Invalid($"Too many tags added for queue {queue}.");
        }

        if (!tags.Keys.All(IsTagKey))
        {
            throw SqsLimits.Invalid("Tag keys must be between 1 and 128 characters in length.");
        }

        if (tags.Values.FirstOrDefault(value => value.Length > 256) is { } tooLong)
        {
            throw SqsLimits.Invalid($"Tag values must be between 0 and 256 characters in length; '{tooLong}' is not.");
        }
    }
}
