using System.Globalization;
using Waybill.Local.Account;
using Waybill.Local.Account.Policies;
using Waybill.Local.Bus;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>A queue's attributes as the wire has them: texts by name (SQS API reference, SetQueueAttributes).</summary>
internal static class QueueAttributes
{
    private delegate Queue Setter(Queue queue, string name, string value);

    private static readonly Dictionary<string, Setter> Settable = new(StringComparer.Ordinal)
    {
        ["VisibilityTimeout"] = (queue, name, value) => queue with { VisibilityTimeout = Seconds(name, value, 0, 43_200) },
        ["MessageRetentionPeriod"] = (queue, name, value) => queue with { Retention = Seconds(name, value, 60, 1_209_600) },
        ["DelaySeconds"] = (queue, name, value) => queue with { Delay = Seconds(name, value, 0, 900) },
        ["MaximumMessageSize"] = (queue, name, value) => queue with
        {
            MaximumMessageSize = Integer(name, value, 1024, Queue.LargestMessage),
        },
        ["ReceiveMessageWaitTimeSeconds"] = (queue, name, value) => queue with { ReceiveWait = Seconds(name, value, 0, 20) },
        ["Policy"] = (queue, name, value) => queue with { Policy = Policy(name, value), PolicyId = PolicyDocument.Id(value) },
        ["RedrivePolicy"] = (queue, _, value) => queue with { Redrive = RedriveText.Read(value) },
        ["RedriveAllowPolicy"] = (queue, _, value) => queue with { RedriveAllow = RedriveText.ReadAllow(value) },
        ["KmsMasterKeyId"] = (queue, _, value) => queue with
        {
            Encryption = Encryption(queue) with { KmsMasterKeyId = value.Length == 0 ? null : value },
        },
        ["KmsDataKeyReusePeriodSeconds"] = (queue, name, value) => queue with
        {
            Encryption = Encryption(queue) with { KmsDataKeyReusePeriodSeconds = Integer(name, value, 60, 86_400) },
        },
        ["SqsManagedSseEnabled"] = (queue, name, value) => queue with
        {
            Encryption = Encryption(queue) with { SqsManagedSseEnabled = Flag(name, value) },
        },
        ["FifoQueue"] = (queue, name, value) => queue.Fifo is null ? throw Unknown(name)
            : Flag(name, value) ? queue : throw InvalidValue(name, " Reason: Modifying queue type is not supported."),
        ["ContentBasedDeduplication"] = (queue, name, value) => queue with
        {
            Fifo = (queue.Fifo ?? throw Unknown(name)) with { ContentBasedDeduplication = Flag(name, value) },
        },
        ["DeduplicationScope"] = (queue, name, value) => queue with
        {
            Fifo = HighThroughput(queue, name) with { DeduplicationScope = OneOf(name, value, Fifo.ScopeQueue, Fifo.ScopeGroup) },
        },
        ["FifoThroughputLimit"] = (queue, name, value) => queue with
        {
            Fifo = HighThroughput(queue, name) with { ThroughputLimit = OneOf(name, value, Fifo.LimitOfQueue, Fifo.LimitOfGroup) },
        },
    };

    private static readonly string[] ReadOnly =
    [
        "QueueArn", "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed",
        "CreatedTimestamp", "LastModifiedTimestamp",
    ];

    /// <summary>The names that can be asked for; a queue answers with those it has.</summary>
    public static readonly IReadOnlySet<string> Names =
        new HashSet<string>(["All", .. ReadOnly, .. Settable.Keys], StringComparer.Ordinal);

    /// <summary>A new queue before any attribute is given: with SQS's own values.</summary>
    public static Queue Usual(string name, string arn, bool isFifo) => new(
        name, arn, TimeSpan.FromSeconds(30), TimeSpan.FromDays(4), TimeSpan.Zero, Redrive: null, Policy: [])
    {
        Fifo = isFifo ? new Fifo(ContentBasedDeduplication: false) : null,
    };

    /// <summary>The queue with some of its attributes changed.</summary>
    /// <exception cref="AwsException">InvalidAttributeName or InvalidAttributeValue.</exception>
    public static Queue Set(Queue queue, IReadOnlyDictionary<string, string> attributes)
    {
        var changed = attributes.Aggregate(
            queue,
            (one, attribute) => Settable.TryGetValue(attribute.Key, out var set)
                ? set(one, attribute.Key, attribute.Value)
                : throw Unknown(attribute.Key));
        if (changed.Fifo is { ThroughputLimit: Fifo.LimitOfGroup, DeduplicationScope: not Fifo.ScopeGroup })
        {
            throw InvalidValue("FifoThroughputLimit", " Reason: perMessageGroupId needs the DeduplicationScope messageGroup.");
        }

        return changed.Encryption is { KmsMasterKeyId: not null, SqsManagedSseEnabled: true }
            ? throw new AwsException(
                "InvalidAttributeValue",
                "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.")
            : changed;
    }

    /// <summary>All that a queue has; null is what it has not.</summary>
    public static IReadOnlyList<(string Name, string? Value)> Of(Queue queue) =>
    [
        ("QueueArn", queue.Arn),
        ("CreatedTimestamp", queue.CreatedAt?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ("LastModifiedTimestamp", queue.ModifiedAt?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ("VisibilityTimeout", Text(queue.VisibilityTimeout.TotalSeconds)),
        ("MaximumMessageSize", Text(queue.MaximumMessageSize)),
        ("MessageRetentionPeriod", Text(queue.Retention.TotalSeconds)),
        ("DelaySeconds", Text(queue.Delay.TotalSeconds)),
        ("ReceiveMessageWaitTimeSeconds", Text(queue.ReceiveWait.TotalSeconds)),
        ("Policy", queue.Policy.Count == 0 ? null : PolicyDocument.Write(queue.Policy, queue.PolicyId)),
        ("RedrivePolicy", RedriveText.Write(queue.Redrive)),
        ("RedriveAllowPolicy", RedriveText.Write(queue.RedriveAllow)),
        ("FifoQueue", queue.Fifo is null ? null : "true"),
        ("ContentBasedDeduplication", queue.Fifo is { } fifo ? Text(fifo.ContentBasedDeduplication) : null),
        ("DeduplicationScope", queue.Fifo?.DeduplicationScope),
        ("FifoThroughputLimit", queue.Fifo?.ThroughputLimit),
        ("KmsMasterKeyId", queue.Encryption?.KmsMasterKeyId),
        ("KmsDataKeyReusePeriodSeconds", queue.Encryption?.KmsDataKeyReusePeriodSeconds?.ToString(CultureInfo.InvariantCulture)),
        // On unless something else was said (SQS developer guide, "Encryption at rest").
        ("SqsManagedSseEnabled", Text(queue.Encryption?.SqsManagedSseEnabled ?? queue.Encryption?.KmsMasterKeyId is null)),
    ];

    public static IReadOnlyList<(string Name, string? Value)> Of(QueueDepth depth) =>
    [
        ("ApproximateNumberOfMessages", Text(depth.Visible)),
        ("ApproximateNumberOfMessagesNotVisible", Text(depth.InFlight)),
        ("ApproximateNumberOfMessagesDelayed", Text(depth.Delayed)),
    ];

    public static AwsException Unknown(string name) => new("InvalidAttributeName", $"Unknown Attribute {name}.");

    public static AwsException InvalidValue(string name, string why) =>
        new("InvalidAttributeValue", $"Invalid value for the parameter {name}.{why}");

    private static QueueEncryption Encryption(Queue queue) => queue.Encryption ?? new QueueEncryption(null, null, null);

    /// <summary>What the attributes of high throughput are of; SQS knows these two for standard queues, too, and refuses them.</summary>
    private static Fifo HighThroughput(Queue queue, string name) => queue.Fifo
        ?? throw new AwsException("InvalidAttributeName", $"You can specify the {name} only when FifoQueue is set to true.");

    private static TimeSpan Seconds(string name, string value, int from, int to) => TimeSpan.FromSeconds(Integer(name, value, from, to));

    private static int Integer(string name, string value, int from, int to) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to
            ? number
            : throw InvalidValue(name, $" Reason: '{value}' is no whole number from {from} to {to}.");

    private static bool Flag(string name, string value) => value switch
    {
        "true" => true,
        "false" => false,
        _ => throw InvalidValue(name, " Valid values: true, false."),
    };

    private static string OneOf(string name, string value, params string[] allowed) => allowed.Contains(value, StringComparer.Ordinal)
        ? value
        : throw InvalidValue(name, $" Valid values: {string.Join(", ", allowed)}.");

    private static IReadOnlyList<PolicyStatement> Policy(string name, string value)
    {
        try
        {
            return value.Length == 0 ? [] : PolicyDocument.Parse(value);
        }
        catch (FormatException refused)
        {
            throw InvalidValue(name, $" Reason: {refused.Message}");
        }
    }

    private static string Text(double number) => number.ToString("0", CultureInfo.InvariantCulture);

    private static string Text(bool flag) => flag ? "true" : "false";
}
