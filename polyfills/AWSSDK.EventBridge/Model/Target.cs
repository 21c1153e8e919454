namespace Amazon.EventBridge.Model;

/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html</remarks>
public class Target
{
    public string? Arn { get; set; }

    public DeadLetterConfig? DeadLetterConfig { get; set; }

    public string? Id { get; set; }

    /// <summary>JSON sent in place of the event; at most one of Input, InputPath and InputTransformer is set.</summary>
    public string? Input { get; set; }

    /// <summary>The JSONPath of the part of the event that is sent.</summary>
    public string? InputPath { get; set; }

    public InputTransformer? InputTransformer { get; set; }

    public RetryPolicy? RetryPolicy { get; set; }

    public string? RoleArn { get; set; }

    public SqsParameters? SqsParameters { get; set; }
}

/// <summary>Where an event goes that the target does not take.</summary>
public class DeadLetterConfig
{
    /// <summary>Of an SQS queue.</summary>
    public string? Arn { get; set; }
}

/// <summary>Makes something else of the event.</summary>
public class InputTransformer
{
    /// <summary>The JSONPath of each variable.</summary>
    public Dictionary<string, string>? InputPathsMap { get; set; }

    /// <summary>Has variables as <c>&lt;name&gt;</c>.</summary>
    public string InputTemplate { get; set; } = null!;
}

/// <summary>How long the target is tried.</summary>
public class RetryPolicy
{
    /// <summary>60–86,400.</summary>
    public int? MaximumEventAgeInSeconds { get; set; }

    /// <summary>0–185.</summary>
    public int? MaximumRetryAttempts { get; set; }
}

/// <summary>What a FIFO queue needs beside the message.</summary>
public class SqsParameters
{
    public string? MessageGroupId { get; set; }
}
