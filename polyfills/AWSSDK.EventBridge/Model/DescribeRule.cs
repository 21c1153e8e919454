using Amazon.Runtime;

namespace Amazon.EventBridge.Model;

/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html</remarks>
public class DescribeRuleRequest : AmazonEventBridgeRequest
{
    /// <summary>Name or ARN of the bus; the default bus when null.</summary>
    public string? EventBusName { get; set; }

    public string Name { get; set; } = null!;
}

public class DescribeRuleResponse : AmazonWebServiceResponse
{
    public string? Arn { get; set; }

    /// <summary>The account that made the rule.</summary>
    public string? CreatedBy { get; set; }

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
