namespace Waybill.Local.Functions;

internal enum InvocationOutcome
{
    Succeeded,

    /// <summary>The handler threw, timed out, or its process ended.</summary>
    Failed,

    /// <summary>The function's reserved concurrency is used up; it was not called.</summary>
    Throttled,

    /// <summary>Laptop mode is shutting down; it was not called, or not to its end.</summary>
    Stopped,
}

/// <summary>How an invocation ended; <paramref name="Payload"/> is the handler's answer, or Lambda's error object.</summary>
internal sealed record InvocationResult(InvocationOutcome Outcome, ReadOnlyMemory<byte> Payload, string? Error = null)
{
    public static InvocationResult Stopped => Without(InvocationOutcome.Stopped, "Laptop mode is shutting down.");

    /// <summary>A failure that the handler did not report itself, with Lambda's error object as payload.</summary>
    public static InvocationResult Failure(string type, string message) =>
        new(InvocationOutcome.Failed, RuntimeApiError.Json(type, message), $"{type}: {message}");

    public static InvocationResult Without(InvocationOutcome outcome, string reason) => new(outcome, ReadOnlyMemory<byte>.Empty, reason);
}

/// <summary>A call of a function.</summary>
internal sealed record InvocationRequest(ReadOnlyMemory<byte> Payload)
{
    /// <summary>Names the call, the same at each attempt; null for a new one.</summary>
    public string? RequestId { get; init; }

    /// <summary>The caller's own data for the handler, as JSON.</summary>
    public string? ClientContext { get; init; }

    public string? TraceHeader { get; init; }

    /// <summary>Runs before a process of the function gets the call, each time one does.</summary>
    public Func<Task> OnBegun { get; init; } = () => Task.CompletedTask;

    /// <summary>Gets the lines of the function's log while it works on the call; null when nobody asked for them.</summary>
    public InvocationLog? Log { get; init; }
}

/// <summary>An invocation and when it must have ended.</summary>
internal readonly record struct Work(Invocation Invocation, DateTimeOffset Deadline);

/// <summary>One event on its way through a function.</summary>
internal sealed class Invocation(string requestId, InvocationRequest request)
{
    private readonly TaskCompletionSource<InvocationResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string RequestId => requestId;

    public InvocationRequest Request => request;

    public DateTimeOffset? StartedAt { get; set; }

    public Task<InvocationResult> Result => _result.Task;

    /// <summary>Sets the result; false when there is one already.</summary>
    public bool TryComplete(InvocationResult result) => _result.TrySetResult(result);
}
