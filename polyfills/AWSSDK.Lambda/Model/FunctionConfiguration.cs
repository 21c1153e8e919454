namespace Amazon.Lambda.Model;

/// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html</remarks>
public class FunctionConfiguration
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

/// <summary>A function's environment variables.</summary>
public class EnvironmentResponse
{
    /// <summary>Null where the function has none.</summary>
    public Dictionary<string, string>? Variables { get; set; }
}

/// <summary>Where a function logs to.</summary>
public class LoggingConfig
{
    public string? LogGroup { get; set; }
}
