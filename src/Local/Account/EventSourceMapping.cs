namespace Waybill.Local.Account;

/// <summary>A queue's poller in front of a function.</summary>
public sealed record EventSourceMapping(
    string Arn,
    string FunctionName,
    string QueueArn,
    int BatchSize,
    TimeSpan BatchingWindow,
    bool ReportBatchItemFailures,
    int? MaximumConcurrency,
    bool Enabled) : IResource
{
    /// <summary>Event patterns, one of which a message must match to get to the function; null when all messages do.</summary>
    public IReadOnlyList<string>? Filters { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public string Uuid => Arn.Split(':')[^1];

    public string FunctionArn => Scope.Of(Arn).Arn("lambda", $"function:{FunctionName}");
}
