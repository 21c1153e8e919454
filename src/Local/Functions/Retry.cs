using Waybill.Local.Account;

namespace Waybill.Local.Functions;

/// <summary>When a message that a function has failed on is tried again, and how often in all.</summary>
/// <param name="Pause">From one attempt's begin to the next one.</param>
/// <param name="MostAttempts">Attempts, after which it is a dead letter; null when it is tried until it is too old.</param>
public sealed record Retry(TimeSpan Pause, int? MostAttempts)
{
    /// <summary>What the account says of a function's queue; null when none feeds it, or several do.</summary>
    internal static Retry? Of(Resources resources, string function)
    {
        List<EventSourceMapping> mappings = [.. resources.All<EventSourceMapping>().Where(mapping => mapping.FunctionName == function)];
        return mappings is [var only] && resources.All<Queue>().FirstOrDefault(queue => queue.Arn == only.QueueArn) is { } queue
            ? new Retry(queue.VisibilityTimeout, queue.Redrive?.MaxReceiveCount)
            : null;
    }
}
