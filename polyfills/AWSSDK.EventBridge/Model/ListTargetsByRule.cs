using Amazon.Runtime;

namespace Amazon.EventBridge.Model;

/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html</remarks>
public class ListTargetsByRuleRequest : AmazonEventBridgeRequest
{
    /// <summary>Name or ARN of the bus; the default bus when null.</summary>
    public string? EventBusName { get; set; }

    /// <summary>Targets a page, 1–100.</summary>
    public int? Limit { get; set; }

    /// <summary>Of the page before.</summary>
    public string? NextToken { get; set; }

    /// <summary>Name of the rule.</summary>
    public string Rule { get; set; } = null!;
}

public class ListTargetsByRuleResponse : AmazonWebServiceResponse
{
    /// <summary>Null on the last page.</summary>
    public string? NextToken { get; set; }

    public List<Target>? Targets { get; set; }
}
