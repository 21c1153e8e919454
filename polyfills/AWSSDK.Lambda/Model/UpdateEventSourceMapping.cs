using System.Text.Json.Serialization;
using Amazon.Runtime;

namespace Amazon.Lambda.Model;

/// <summary>What is null stays as it is.</summary>
/// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html</remarks>
public class UpdateEventSourceMappingRequest : AmazonLambdaRequest
{
    public int? BatchSize { get; set; }

    /// <summary>False pauses it: messages stay in the queue.</summary>
    public bool? Enabled { get; set; }

    /// <summary>Name or ARN.</summary>
    public string? FunctionName { get; set; }

    public List<string>? FunctionResponseTypes { get; set; }

    public int? MaximumBatchingWindowInSeconds { get; set; }

    public ScalingConfig? ScalingConfig { get; set; }

    [JsonIgnore]
    public string UUID { get; set; } = null!;
}

public class UpdateEventSourceMappingResponse : AmazonWebServiceResponse
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
