using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Resources;

internal sealed class QueueResource : ResourceKind
{
    private const int HalfADay = 43_200;
    private const int FourDays = 345_600;
    private const int FourteenDays = 1_209_600;
    private const int QuarterOfAnHour = 900;
    private const int LongestName = 80;
    private const string NameCharacters = "A-Za-z0-9_-";

    private static readonly string[] FifoOnly = ["ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"];

    public override string Type => "AWS::SQS::Queue";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed =
        [
            "QueueName", "VisibilityTimeout", "MessageRetentionPeriod", "DelaySeconds", "MaximumMessageSize",
            "ReceiveMessageWaitTimeSeconds",
            "FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit", "Tags[].Key", "Tags[].Value",
            "RedrivePolicy.deadLetterTargetArn", "RedrivePolicy.maxReceiveCount", "RedrivePolicy",
            "RedriveAllowPolicy.redrivePermission", "RedriveAllowPolicy.sourceQueueArns",
        ],
        WithoutEffect =
        {
            ["KmsMasterKeyId"] = "encryption at rest",
            ["KmsDataKeyReusePeriodSeconds"] = "encryption at rest",
            ["SqsManagedSseEnabled"] = "encryption at rest",
        },
    };

    public override string Reference(Resource queue) => $"{queue.Stack.Address}/{queue.Stack.Account}/{Name(queue)}";

    public override string? Attribute(Resource queue, string name) => name switch
    {
        "Arn" => Arn(queue),
        "QueueName" => Name(queue),
        "QueueUrl" => Reference(queue),
        _ => null,
    };

    public override void Read(Resource queue, Draft draft) => draft.Add(draft.Queues, queue, new Queue(
        Name(queue),
        Arn(queue),
        queue.Seconds("VisibilityTimeout", 30, 0, HalfADay),
        queue.Seconds("MessageRetentionPeriod", FourDays, 60, FourteenDays),
        queue.Seconds("DelaySeconds", 0, 0, QuarterOfAnHour),
        RedriveOf(queue),
        Policy: [])
    {
        MaximumMessageSize = queue.Integer("MaximumMessageSize", Queue.LargestMessage, 1024, Queue.LargestMessage),
        ReceiveWait = queue.Seconds("ReceiveMessageWaitTimeSeconds", 0, 0, 20),
        RedriveAllow = AllowOf(queue),
        Fifo = FifoOf(queue),
        Encryption = EncryptionOf(queue),
        Tags = TagsOf(queue),
    });

    private static bool IsFifo(Resource queue) => queue.Boolean("FifoQueue", otherwise: false);

    private static Fifo? FifoOf(Resource queue)
    {
        if (!IsFifo(queue))
        {
            foreach (var property in FifoOnly.Where(property => queue[property] is not null))
            {
                queue.Report(property, "goes with FifoQueue true only");
            }

            return null;
        }

        var fifo = new Fifo(queue.Boolean("ContentBasedDeduplication", otherwise: false))
        {
            DeduplicationScope = OneOf(queue, "DeduplicationScope", Fifo.ScopeQueue, Fifo.ScopeGroup),
            ThroughputLimit = OneOf(queue, "FifoThroughputLimit", Fifo.LimitOfQueue, Fifo.LimitOfGroup),
        };
        if (fifo is { ThroughputLimit: Fifo.LimitOfGroup, DeduplicationScope: not Fifo.ScopeGroup })
        {
            queue.Report("FifoThroughputLimit", $"{Fifo.LimitOfGroup} needs the DeduplicationScope {Fifo.ScopeGroup}");
        }

        return fifo;
    }

    /// <returns>What the property says, the first of the allowed when it says nothing.</returns>
    private static string OneOf(Resource queue, string property, params string[] allowed)
    {
        var value = queue.Text(property) ?? allowed[0];
        if (!allowed.Contains(value, StringComparer.Ordinal))
        {
            queue.Report(property, $"'{value}' is none of {string.Join(", ", allowed)}");
        }

        return value;
    }

    private static QueueEncryption? EncryptionOf(Resource queue)
    {
        const string Reuse = "KmsDataKeyReusePeriodSeconds";
        const string Managed = "SqsManagedSseEnabled";
        var key = queue.Text("KmsMasterKeyId");
        return key is null && queue[Reuse] is null && queue[Managed] is null ? null : new QueueEncryption(
            key,
            queue[Reuse] is null ? null : queue.Integer(Reuse, 300, 60, 86_400),
            queue[Managed] is null ? null : queue.Boolean(Managed, otherwise: true));
    }

    private static Dictionary<string, string>? TagsOf(Resource queue)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in queue.List("Tags"))
        {
            tags[queue.Member("Tags[]", tag, "Key") ?? queue.Missing("Tags[].Key")] = queue.Member("Tags[]", tag, "Value") ?? "";
        }

        return tags.Count == 0 ? null : tags;
    }

    private static Redrive? RedriveOf(Resource queue)
    {
        if (queue.Document("RedrivePolicy") is not { } policy)
        {
            return null;
        }

        var deadLetter = queue.Member("RedrivePolicy", policy, "deadLetterTargetArn") ?? queue.Missing("RedrivePolicy.deadLetterTargetArn");
        if (policy["maxReceiveCount"] is null)
        {
            queue.Missing("RedrivePolicy.maxReceiveCount");
        }

        return new Redrive(deadLetter, queue.Integer("RedrivePolicy.maxReceiveCount", policy["maxReceiveCount"], 1, 1, 1000));
    }

    private static RedriveAllow? AllowOf(Resource queue)
    {
        if (queue.Document("RedriveAllowPolicy") is not { } policy)
        {
            return null;
        }

        var permission = queue.Member("RedriveAllowPolicy", policy, "redrivePermission") ?? RedriveAllow.All;
        if (permission is not (RedriveAllow.All or RedriveAllow.None or RedriveAllow.ByQueue))
        {
            queue.Report("RedriveAllowPolicy.redrivePermission", $"'{permission}' is none of allowAll, denyAll, byQueue");
        }

        return new RedriveAllow(permission, [.. (policy["sourceQueueArns"] as JsonArray ?? []).Select(Scalar.Text)]);
    }

    /// <summary>A FIFO queue's name ends as no other's does, and the ending counts.</summary>
    private static string Name(Resource queue)
    {
        if (!IsFifo(queue))
        {
            return queue.Name("QueueName", LongestName, NameCharacters);
        }

        if (queue.Text("QueueName") is not { } given)
        {
            return queue.Name("QueueName", LongestName - Queue.FifoSuffix.Length, NameCharacters) + Queue.FifoSuffix;
        }

        if (!given.EndsWith(Queue.FifoSuffix, StringComparison.Ordinal))
        {
            queue.Report("QueueName", $"'{given}' is the name of a FIFO queue, which ends with {Queue.FifoSuffix}");
            return given;
        }

        var stem = given[..^Queue.FifoSuffix.Length];
        return queue.CheckedName("QueueName", stem, LongestName - Queue.FifoSuffix.Length, NameCharacters) + Queue.FifoSuffix;
    }

    private static string Arn(Resource queue) => queue.Stack.Arn("sqs", Name(queue));
}
