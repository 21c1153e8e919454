using Amazon.Runtime;

namespace Amazon.EventBridge.Model;

/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CancelReplay.html</remarks>
public class CancelReplayRequest : AmazonEventBridgeRequest
{
    public string ReplayName { get; set; } = null!;
}

public class CancelReplayResponse : AmazonWebServiceResponse
{
    public string? ReplayArn { get; set; }

    public ReplayState? State { get; set; }

    public string? StateReason { get; set; }
}
