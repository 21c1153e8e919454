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

    public override string Type => "AWS::SQS::Queue";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed =
        [
            "QueueName", "VisibilityTimeout", "MessageRetentionPeriod", "DelaySeconds",
            "RedrivePolicy.deadLetterTargetArn", "RedrivePolicy.maxReceiveCount", "RedrivePolicy",
            "RedriveAllowPolicy.redrivePermission", "RedriveAllowPolicy.sourceQueueArns",
        ],
        OnlyAs =
        {
            // FIFO queues order and deduplicate, which the local queues do not do.
            ["FifoQueue"] = "false",
        },
        Refused = { ["MaximumMessageSize"] = "messages are taken up to SQS's own limit, so a lower one would not be enforced" },
        WithoutEffect =
        {
            ["KmsMasterKeyId"] = "encryption at rest",
            ["KmsDataKeyReusePeriodSeconds"] = "encryption at rest",
            ["SqsManagedSseEnabled"] = "encryption at rest",
            ["ReceiveMessageWaitTimeSeconds"] = "the pollers of mappings always wait long; only others would wait shorter",
            ["Tags"] = "tags",
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

    public override void Read(Resource queue, Draft draft)
    {
        draft.Add(draft.Queues, queue, new Queue(
            Name(queue),
            Arn(queue),
            queue.Seconds("VisibilityTimeout", 30, 0, HalfADay),
            queue.Seconds("MessageRetentionPeriod", FourDays, 60, FourteenDays),
            queue.Seconds("DelaySeconds", 0, 0, QuarterOfAnHour),
            RedriveOf(queue),
            Policy: []));
        if (queue.Document("RedriveAllowPolicy") is { } allowed)
        {
            ReadAllowed(queue, allowed, draft);
        }
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

    private static void ReadAllowed(Resource queue, JsonObject allowed, Draft draft)
    {
        var permission = queue.Member("RedriveAllowPolicy", allowed, "redrivePermission") ?? "allowAll";
        var sources = (allowed["sourceQueueArns"] as JsonArray ?? []).Select(Scalar.Text);
        switch (permission)
        {
            case "allowAll":
                break;
            case "denyAll":
                draft.Add(draft.RedriveSources, queue, new RedriveSources(Arn(queue), []));
                break;
            case "byQueue":
                draft.Add(draft.RedriveSources, queue, new RedriveSources(Arn(queue), [.. sources]));
                break;
            default:
                queue.Report("RedriveAllowPolicy.redrivePermission", $"'{permission}' is none of allowAll, denyAll, byQueue");
                break;
        }
    }

    private static string Name(Resource queue) => queue.Name("QueueName", 80, "A-Za-z0-9_-");

    private static string Arn(Resource queue) => queue.Stack.Arn("sqs", Name(queue));
}

internal sealed class QueuePolicyResource : ResourceKind
{
    public override string Type => "AWS::SQS::QueuePolicy";

    public override PropertyTable Properties { get; } = new() { Obeyed = ["PolicyDocument", "Queues"] };

    public override void Read(Resource policy, Draft draft)
    {
        var statements = PolicyReader.Read(policy, "PolicyDocument", policy.Document("PolicyDocument"));
        foreach (var url in policy.Texts("Queues"))
        {
            draft.Add(draft.QueuePolicies, policy, new Attachment(url, statements));
        }
    }
}
