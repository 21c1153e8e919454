using Amazon.Runtime;

namespace Amazon.EventBridge.Model;

/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EnableRule.html</remarks>
public class EnableRuleRequest : AmazonEventBridgeRequest
{
    /// <summary>Name or ARN of the bus; the default bus when null.</summary>
    public string? EventBusName { get; set; }

    public string Name { get; set; } = null!;
}

public class EnableRuleResponse : AmazonWebServiceResponse;
