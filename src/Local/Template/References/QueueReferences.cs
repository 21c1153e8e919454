using Waybill.Local.Account;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.References;

internal static class QueueReferences
{
    public static void Check(Draft draft)
    {
        var queues = draft.Queues.Select(queue => queue.Value.Arn).ToHashSet(StringComparer.Ordinal);
        foreach (var queue in draft.Queues)
        {
            if (queue.Value.Redrive is not { DeadLetterArn.Length: > 0 } redrive)
            {
                continue;
            }

            if (!queues.Contains(redrive.DeadLetterArn))
            {
                Report(queue, ReferenceCheck.IsNoQueue(redrive.DeadLetterArn));
            }
            else if (draft.RedriveSources.Find(sources => sources.Value.DeadLetterArn == redrive.DeadLetterArn) is { } sources
                && !sources.Value.Queues.Contains(queue.Value.Arn, StringComparer.Ordinal))
            {
                Report(
                    queue,
                    $"{redrive.DeadLetterArn} takes no messages from this queue: see RedriveAllowPolicy of {sources.Origin.LogicalId}");
            }
        }

        CheckNames(draft);
    }

    private static void Report(Declared<Queue> queue, string problem) => queue.Origin.Report("RedrivePolicy.deadLetterTargetArn", problem);

    private static void CheckNames(Draft draft)
    {
        foreach (var same in draft.Queues.GroupBy(queue => queue.Value.Arn, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            same.Last().Origin.Report("QueueName", $"'{same.Last().Value.Name}' is the name of {same.First().Origin.LogicalId} already");
        }
    }
}
