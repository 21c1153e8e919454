using System.Text.Json.Serialization;
using Amazon.Runtime;

namespace Amazon.Lambda.Model;

/// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html</remarks>
public class UpdateFunctionConfigurationRequest : AmazonLambdaRequest
{
    /// <summary>Takes the place of the whole environment; unchanged when null.</summary>
    public Environment? Environment { get; set; }

    /// <summary>Name or ARN.</summary>
    [JsonIgnore]
    public string FunctionName { get; set; } = null!;

    /// <summary>Of the configuration that was read; the change is refused where another came between.</summary>
    public string? RevisionId { get; set; }
}

public class UpdateFunctionConfigurationResponse : AmazonWebServiceResponse
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

/// <summary>A function's environment variables, to be set.</summary>
public class Environment
{
    public Dictionary<string, string>? Variables { get; set; }
}
