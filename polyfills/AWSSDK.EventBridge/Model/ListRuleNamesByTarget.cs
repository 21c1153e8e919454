using Amazon.Runtime;

namespace Amazon.EventBridge.Model;

/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRuleNamesByTarget.html</remarks>
public class ListRuleNamesByTargetRequest : AmazonEventBridgeRequest
{
    /// <summary>Name or ARN of the bus; the default bus when null.</summary>
    public string? EventBusName { get; set; }

    /// <summary>Names a page, 1–100.</summary>
    public int? Limit { get; set; }

    /// <summary>Of the page before.</summary>
    public string? NextToken { get; set; }

    public string TargetArn { get; set; } = null!;
}

public class ListRuleNamesByTargetResponse : AmazonWebServiceResponse
{
    /// <summary>Null on the last page.</summary>
    public string? NextToken { get; set; }

    public List<string>? RuleNames { get; set; }
}
