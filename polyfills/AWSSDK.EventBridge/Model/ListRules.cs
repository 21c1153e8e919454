using Amazon.Runtime;

namespace Amazon.EventBridge.Model;

/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html</remarks>
public class ListRulesRequest : AmazonEventBridgeRequest
{
    /// <summary>Name or ARN of the bus; the default bus when null.</summary>
    public string? EventBusName { get; set; }

    /// <summary>Rules a page, 1–100.</summary>
    public int? Limit { get; set; }

    public string? NamePrefix { get; set; }

    /// <summary>Of the page before.</summary>
    public string? NextToken { get; set; }
}

public class ListRulesResponse : AmazonWebServiceResponse
{
    /// <summary>Null on the last page.</summary>
    public string? NextToken { get; set; }

    public List<Rule>? Rules { get; set; }
}

/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Rule.html</remarks>
public class Rule
{
    public string? Arn { get; set; }

    public string? Description { get; set; }

    public string? EventBusName { get; set; }

    /// <summary>JSON; null for a schedule.</summary>
    public string? EventPattern { get; set; }

    /// <summary>The AWS service that made the rule, if one did.</summary>
    public string? ManagedBy { get; set; }

    public string? Name { get; set; }

    public string? RoleArn { get; set; }

    /// <summary>Null for a pattern.</summary>
    public string? ScheduleExpression { get; set; }

    public RuleState? State { get; set; }
}
