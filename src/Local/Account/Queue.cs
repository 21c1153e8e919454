using System.Security.Cryptography;
using System.Text;

namespace Waybill.Local.Account;

/// <summary>A queue; <paramref name="Redrive"/> is null when messages are never dead-lettered.</summary>
public sealed record Queue(
    string Name,
    string Arn,
    TimeSpan VisibilityTimeout,
    TimeSpan Retention,
    TimeSpan Delay,
    Redrive? Redrive,
    IReadOnlyList<PolicyStatement> Policy) : IResource
{
    /// <summary>Bytes of a message at most, in any queue; a queue's own limit is this one unless it says less.</summary>
    public const int LargestMessage = 1024 * 1024;

    /// <summary>What the name of a FIFO queue, and of no other, ends with.</summary>
    public const string FifoSuffix = ".fifo";

    /// <summary>Bytes of a message, attributes included.</summary>
    public int MaximumMessageSize { get; init; } = LargestMessage;

    /// <summary>How long a receive that does not say it waits for a message.</summary>
    public TimeSpan ReceiveWait { get; init; }

    /// <summary>Which queues may use this one as their dead-letter queue; null when that was not said, and all may.</summary>
    public RedriveAllow? RedriveAllow { get; init; }

    /// <summary>The <c>Id</c> of the policy's document; it has no meaning and is repeated.</summary>
    public string? PolicyId { get; init; }

    /// <summary>Null for a standard queue.</summary>
    public Fifo? Fifo { get; init; }

    /// <summary>Kept and repeated; nothing is encrypted here.</summary>
    public QueueEncryption? Encryption { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }
}

public sealed record Redrive(string DeadLetterArn, int MaxReceiveCount);

/// <summary>A dead-letter queue's word on whose it is.</summary>
/// <param name="Permission">One of the constants.</param>
/// <param name="Sources">The queues, when it is <see cref="ByQueue"/>.</param>
public sealed record RedriveAllow(string Permission, IReadOnlyList<string> Sources)
{
    public const string All = "allowAll";
    public const string None = "denyAll";
    public const string ByQueue = "byQueue";

    public bool Allows(string queueArn) =>
        Permission == All || (Permission == ByQueue && Sources.Contains(queueArn, StringComparer.Ordinal));
}

/// <summary>What a FIFO queue has beside.</summary>
/// <param name="ContentBasedDeduplication">Whether a message without a deduplication id gets its body's digest for one.</param>
public sealed record Fifo(bool ContentBasedDeduplication)
{
    public const string ScopeQueue = "queue";
    public const string ScopeGroup = "messageGroup";
    public const string LimitOfQueue = "perQueue";
    public const string LimitOfGroup = "perMessageGroupId";

    /// <summary>Whether an id is one in the queue or in its message group.</summary>
    public string DeduplicationScope { get; init; } = ScopeQueue;

    /// <summary>Kept and repeated; there is no such limit here.</summary>
    public string ThroughputLimit { get; init; } = LimitOfQueue;

    /// <summary>The id of a message that came without; null when it has to come with one.</summary>
    public string? DeduplicationIdOf(string body) =>
        ContentBasedDeduplication ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body))) : null;

    /// <summary>What two messages share of which the queue takes the first only. Groups and ids have no spaces.</summary>
    public string? DeduplicationKey(string? groupId, string? id) =>
        DeduplicationScope == ScopeGroup && id is not null ? $"{groupId} {id}" : id;
}

public sealed record QueueEncryption(string? KmsMasterKeyId, int? KmsDataKeyReusePeriodSeconds, bool? SqsManagedSseEnabled);
