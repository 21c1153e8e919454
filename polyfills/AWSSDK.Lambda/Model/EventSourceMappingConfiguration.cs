namespace Amazon.Lambda.Model;

/// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html</remarks>
public class EventSourceMappingConfiguration
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

/// <summary>How many of the function a queue may keep busy.</summary>
public class ScalingConfig
{
    /// <summary>2–1,000; null for no limit.</summary>
    public int? MaximumConcurrency { get; set; }
}
