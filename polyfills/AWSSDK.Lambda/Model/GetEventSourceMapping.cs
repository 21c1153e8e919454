using Amazon.Runtime;

namespace Amazon.Lambda.Model;

/// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html</remarks>
public class GetEventSourceMappingRequest : AmazonLambdaRequest
{
    public string UUID { get; set; } = null!;
}

public class GetEventSourceMappingResponse : AmazonWebServiceResponse
{
    public int? BatchSize { get; set; }

    public string? EventSourceArn { get; set; }

    public string? FunctionArn { get; set; }

    public List<string>? FunctionResponseTypes { get; set; }

    public DateTime? LastModified { get; set; }

    public string? LastProcessingResult { get; set; }

    public int? MaximumBatchingWindowInSeconds { get; set; }

    public ScalingConfig? ScalingConfig { get; set; }

    /// <summary>Creating, Enabling, Enabled, Disabling, Disabled, Updating or Deleting.</summary>
    public string? State { get; set; }

    public string? StateTransitionReason { get; set; }

    public string? UUID { get; set; }
}
