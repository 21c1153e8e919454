namespace Waybill.Local.Account;

/// <summary>Dead letters on their way back (SQS API reference, StartMessageMoveTask).</summary>
/// <param name="Id">A UUID.</param>
/// <param name="SourceArn">The dead-letter queue.</param>
/// <param name="DestinationArn">Where to; null for each letter's own queue.</param>
/// <param name="MaxPerSecond">Messages a second at most; null for as many as there may be.</param>
/// <param name="ToMove">What was in the queue when the task began: what arrives later stays.</param>
public sealed record MessageMoveTask(string Id, string SourceArn, string? DestinationArn, int? MaxPerSecond, long ToMove) : IResource
{
    public const string Running = "RUNNING";
    public const string Completed = "COMPLETED";
    public const string Cancelling = "CANCELLING";
    public const string Cancelled = "CANCELLED";
    public const string Failed = "FAILED";

    public const int FastestPerSecond = 500;

    /// <summary>Tasks have no ARN of AWS's; theirs is unlike any.</summary>
    public string Arn => $"{SourceArn}/{Id}";

    public string Status { get; init; } = Running;

    public DateTimeOffset StartedAt { get; init; }

    public long Moved { get; init; }

    public string? FailureReason { get; init; }

    public bool IsActive => Status is Running or Cancelling;
}
