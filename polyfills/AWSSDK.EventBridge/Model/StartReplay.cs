using Amazon.Runtime;

namespace Amazon.EventBridge.Model;

/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html</remarks>
public class StartReplayRequest : AmazonEventBridgeRequest
{
    public string? Description { get; set; }

    public ReplayDestination Destination { get; set; } = null!;

    /// <summary>The time of the last event to send.</summary>
    public DateTime? EventEndTime { get; set; }

    /// <summary>The archive.</summary>
    public string EventSourceArn { get; set; } = null!;

    /// <summary>The time of the first event to send.</summary>
    public DateTime? EventStartTime { get; set; }

    public string ReplayName { get; set; } = null!;
}

public class StartReplayResponse : AmazonWebServiceResponse
{
    public string? ReplayArn { get; set; }

    public DateTime? ReplayStartTime { get; set; }

    public ReplayState? State { get; set; }

    public string? StateReason { get; set; }
}

/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ReplayDestination.html</remarks>
public class ReplayDestination
{
    /// <summary>The bus that the events came from; no other is allowed.</summary>
    public string Arn { get; set; } = null!;

    /// <summary>The rules that get them; null for every rule.</summary>
    public List<string>? FilterArns { get; set; }
}
