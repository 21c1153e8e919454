using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

internal sealed class LambdaContext(
    LambdaEnvironment environment, Invocation invocation, ILambdaSerializer serializer, TimeProvider time) : ILambdaContext
{
    public string AwsRequestId => invocation.RequestId;

    public IClientContext? ClientContext => null;

    public string FunctionName => environment.FunctionName;

    public string FunctionVersion => environment.FunctionVersion;

    public ICognitoIdentity? Identity => null;

    public string InvokedFunctionArn => invocation.FunctionArn ?? string.Empty;

    public ILambdaLogger Logger { get; } = new ConsoleLogger();

    public string LogGroupName => environment.LogGroupName;

    public string LogStreamName => environment.LogStreamName;

    public int MemoryLimitInMB => environment.MemoryLimitInMB;

    public TimeSpan RemainingTime =>
        invocation.Deadline - time.GetUtcNow() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    public string? TraceId => invocation.TraceId;

    public ILambdaSerializer? Serializer => serializer;

    /// <summary>Lambda copies the process's output to the log stream.</summary>
    private sealed class ConsoleLogger : ILambdaLogger
    {
        public void Log(string message) => Console.Out.Write(message);

        public void LogLine(string message) => Console.Out.WriteLine(message);
    }
}
