using Amazon.Runtime;

namespace Amazon.EventBridge.Model;

/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListReplays.html</remarks>
public class ListReplaysRequest : AmazonEventBridgeRequest
{
    /// <summary>The archive; at most one of EventSourceArn, NamePrefix and State may be set.</summary>
    public string? EventSourceArn { get; set; }

    /// <summary>Replays a page, 1–100.</summary>
    public int? Limit { get; set; }

    public string? NamePrefix { get; set; }

    /// <summary>Of the page before.</summary>
    public string? NextToken { get; set; }

    public ReplayState? State { get; set; }
}

public class ListReplaysResponse : AmazonWebServiceResponse
{
    /// <summary>Null on the last page.</summary>
    public string? NextToken { get; set; }

    public List<Replay>? Replays { get; set; }
}

/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Replay.html</remarks>
public class Replay
{
    public DateTime? EventEndTime { get; set; }

    /// <summary>The time of the newest event that was sent again.</summary>
    public DateTime? EventLastReplayedTime { get; set; }

    /// <summary>The archive.</summary>
    public string? EventSourceArn { get; set; }

    public DateTime? EventStartTime { get; set; }

    public DateTime? ReplayEndTime { get; set; }

    public string? ReplayName { get; set; }

    public DateTime? ReplayStartTime { get; set; }

    public ReplayState? State { get; set; }

    public string? StateReason { get; set; }
}
