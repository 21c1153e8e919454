using Amazon.Runtime;

namespace Amazon.EventBridge.Model;

/// <summary>What every EventBridge request has in common.</summary>
public class AmazonEventBridgeRequest : AmazonWebServiceRequest;

/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html</remarks>
public class PutEventsRequest : AmazonEventBridgeRequest
{
    /// <summary>One to ten events.</summary>
    public List<PutEventsRequestEntry> Entries { get; set; } = null!;
}
