namespace Amazon.Lambda.Core;

/// <summary>What a function may know about the invocation it is in.</summary>
public interface ILambdaContext
{
    string AwsRequestId { get; }

    IClientContext? ClientContext { get; }

    string FunctionName { get; }

    string FunctionVersion { get; }

    ICognitoIdentity? Identity { get; }

    string InvokedFunctionArn { get; }

    ILambdaLogger Logger { get; }

    string LogGroupName { get; }

    string LogStreamName { get; }

    int MemoryLimitInMB { get; }

    /// <summary>Time left before Lambda ends the invocation; never negative.</summary>
    TimeSpan RemainingTime { get; }

    string? TenantId => null;

    string? TraceId => null;

    ILambdaSerializer? Serializer => null;
}

/// <summary>The client that invoked the function through the AWS Mobile SDK; null for every other caller.</summary>
public interface IClientContext
{
    IDictionary<string, string> Environment { get; }

    IDictionary<string, string> Custom { get; }
}

/// <summary>The Amazon Cognito identity of the caller; null for every other caller.</summary>
public interface ICognitoIdentity
{
    string IdentityId { get; }

    string IdentityPoolId { get; }
}
