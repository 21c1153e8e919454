using Amazon.Runtime;

namespace Amazon.EventBridge.Model;

/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeReplay.html</remarks>
public class DescribeReplayRequest : AmazonEventBridgeRequest
{
    public string ReplayName { get; set; } = null!;
}

public class DescribeReplayResponse : AmazonWebServiceResponse
{
    public string? Description { get; set; }

    public ReplayDestination? Destination { get; set; }

    public DateTime? EventEndTime { get; set; }

    /// <summary>The time of the newest event that was sent again.</summary>
    public DateTime? EventLastReplayedTime { get; set; }

    /// <summary>The archive.</summary>
    public string? EventSourceArn { get; set; }

    public DateTime? EventStartTime { get; set; }

    public string? ReplayArn { get; set; }

    public DateTime? ReplayEndTime { get; set; }

    public string? ReplayName { get; set; }

    public DateTime? ReplayStartTime { get; set; }

    public ReplayState? State { get; set; }

    public string? StateReason { get; set; }
}
