using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Functions;

namespace Waybill.Local.Endpoints;

/// <summary>Messages of one queue that nothing happens to before a time, or before somebody acts.</summary>
/// <param name="Queue">Its name.</param>
/// <param name="Function">Whose messages they are; null when no function reads the queue.</param>
/// <param name="Messages">How many.</param>
/// <param name="Until">When the first is tried again, by the account's clock; null when nobody will before he is told to.</param>
/// <param name="Seconds">The same, from now.</param>
/// <param name="Attempts">How often that one has been tried.</param>
/// <param name="MostAttempts">How often it is at most, before it is a dead letter; null when that was not said.</param>
/// <param name="Why">What the function said last when it failed; null when it has said nothing since the start.</param>
public sealed record WaitStatus(
    string Queue, string? Function, int Messages, DateTimeOffset? Until, double? Seconds, int Attempts, int? MostAttempts, string? Why);

/// <summary>Tells what waits for a retry from what is at work.</summary>
internal static class Waiting
{
    /// <summary>What of the queues waits, and whether anything goes on besides.</summary>
    public static (IReadOnlyList<WaitStatus> Waits, bool IsWorking) Of(
        Resources resources, QueuesSnapshot snapshot, IReadOnlySet<string> deadLetterArns, LastErrors errors, DateTimeOffset now)
    {
        var waits = new List<WaitStatus>();
        var working = snapshot.PendingDeliveries > 0;
        var mappings = resources.All<EventSourceMapping>().ToLookup(mapping => mapping.QueueArn, StringComparer.Ordinal);
        foreach (var (queue, depth) in snapshot.Queues.Where(item => !deadLetterArns.Contains(item.Queue.Arn)))
        {
            var isRead = mappings[queue.Arn].Any(mapping => mapping.Enabled);
            working |= depth.Held > 0 || depth.Delayed > 0 || (depth.Visible > 0 && isRead);
            var (back, left) = (Math.Max(0, depth.InFlight - depth.Held), isRead ? 0 : depth.Visible);
            if (back + left > 0)
            {
                var function = mappings[queue.Arn].FirstOrDefault()?.FunctionName;
                var next = isRead && back > 0 ? depth.NextBack : null;
                waits.Add(new WaitStatus(
                    queue.Name, function, back + left, next?.At, (next?.At - now)?.TotalSeconds, next?.Receives ?? 0,
                    queue.Redrive?.MaxReceiveCount, function is null ? null : errors.Of(function)));
            }
        }

        return (waits, working);
    }
}
