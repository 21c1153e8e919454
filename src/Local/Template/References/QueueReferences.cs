using Waybill.Local.Account;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.References;

internal static class QueueReferences
{
    public static void Check(Draft draft)
    {
        foreach (var queue in draft.Queues)
        {
            if (queue.Value.Redrive is { DeadLetterArn.Length: > 0 } redrive && Problem(draft, queue.Value, redrive) is { } problem)
            {
                queue.Origin.Report("RedrivePolicy.deadLetterTargetArn", problem);
            }
        }

        CheckNames(draft);
    }

    /// <summary>The queues as they can be made one after the other: a dead-letter queue before those whose letters it gets.</summary>
    /// <param name="queues">All of them, each with what else belongs to it.</param>
    /// <param name="queueOf">The queue itself.</param>
    public static IReadOnlyList<T> Sorted<T>(IReadOnlyList<T> queues, Func<T, Queue> queueOf)
    {
        var rest = queues.ToLookup(queue => queueOf(queue).Arn, StringComparer.Ordinal);
        var begun = new HashSet<string>(StringComparer.Ordinal);
        var ordered = new List<T>();

        // Queues that are each other's dead-letter queues are refused when they are made, as CloudFormation refuses a circle.
        void Add(string arn)
        {
            if (!begun.Add(arn))
            {
                return;
            }

            foreach (var queue in rest[arn])
            {
                Add(queueOf(queue).Redrive?.DeadLetterArn ?? "");
                ordered.Add(queue);
            }
        }

        foreach (var queue in queues)
        {
            Add(queueOf(queue).Arn);
        }

        return ordered;
    }

    private static string? Problem(Draft draft, Queue queue, Redrive redrive)
    {
        if (draft.Queues.Find(other => other.Value.Arn == redrive.DeadLetterArn) is not { } target)
        {
            return ReferenceCheck.IsNoQueue(redrive.DeadLetterArn);
        }

        if (target.Value.Fifo is null != queue.Fifo is null)
        {
            return $"{redrive.DeadLetterArn} is {Kind(target.Value)} and this queue is {Kind(queue)}: both must be of one kind";
        }

        return target.Value.RedriveAllow?.Allows(queue.Arn) is false
            ? $"{redrive.DeadLetterArn} takes no messages from this queue: see RedriveAllowPolicy of {target.Origin.LogicalId}"
            : null;
    }

    private static string Kind(Queue queue) => queue.Fifo is null ? "a standard queue" : "a FIFO queue";

    private static void CheckNames(Draft draft)
    {
        foreach (var same in draft.Queues.GroupBy(queue => queue.Value.Arn, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            same.Last().Origin.Report("QueueName", $"'{same.Last().Value.Name}' is the name of {same.First().Origin.LogicalId} already");
        }
    }
}
