namespace Amazon.Lambda.RuntimeSupport;

/// <summary>One invocation, as <c>next</c> gives it.</summary>
internal sealed record Invocation(string RequestId, DateTimeOffset Deadline, string? TraceId, string? FunctionArn, Stream Payload)
    : IDisposable
{
    public void Dispose() => Payload.Dispose();
}
