using Amazon.Runtime;

namespace Amazon.Lambda.Model;

/// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html</remarks>
public class GetFunctionConfigurationRequest : AmazonLambdaRequest
{
    /// <summary>Name or ARN.</summary>
    public string FunctionName { get; set; } = null!;
}

public class GetFunctionConfigurationResponse : AmazonWebServiceResponse
{
    public string? Description { get; set; }

    public EnvironmentResponse? Environment { get; set; }

    public string? FunctionArn { get; set; }

    public string? FunctionName { get; set; }

    public string? Handler { get; set; }

    /// <summary>ISO 8601.</summary>
    public string? LastModified { get; set; }

    /// <summary>Whether the last change has taken effect.</summary>
    public LastUpdateStatus? LastUpdateStatus { get; set; }

    public LoggingConfig? LoggingConfig { get; set; }

    /// <summary>Changes with every change.</summary>
    public string? RevisionId { get; set; }

    public State? State { get; set; }

    /// <summary>Seconds.</summary>
    public int? Timeout { get; set; }
}
