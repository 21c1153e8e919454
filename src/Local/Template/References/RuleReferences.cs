using Waybill.Local.Account;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.References;

internal static class RuleReferences
{
    /// <summary>Its policy is AWS's, and does not name EventBridge (EventBridge user guide, <c>eb-use-resource-based</c>).</summary>
    private const string AwsManagedKey = "alias/aws/sqs";

    public static void Check(Draft draft)
    {
        var buses = draft.Buses.Select(bus => bus.Value.Name).Append(EventBus.Default).ToHashSet(StringComparer.Ordinal);
        var queues = draft.Queues.ToLookup(queue => queue.Value.Arn, queue => queue.Origin, StringComparer.Ordinal);
        var topics = draft.Topics.Select(topic => topic.Value.Arn).ToHashSet(StringComparer.Ordinal);

        foreach (var rule in draft.Rules)
        {
            if (!buses.Contains(rule.Value.BusName))
            {
                rule.Origin.Report("EventBusName", $"there is no bus '{rule.Value.BusName}'; there are: {string.Join(", ", buses)}");
            }

            foreach (var target in rule.Value.Targets)
            {
                CheckTarget(draft, rule, target, queues, topics);
            }
        }

        foreach (var archive in draft.Archives.Where(archive => archive.Value.BusName.Length > 0 && !buses.Contains(archive.Value.BusName)))
        {
            archive.Origin.Report("SourceArn", $"there is no bus '{archive.Value.BusName}'; there are: {string.Join(", ", buses)}");
        }
    }

    private static void CheckTarget(
        Draft draft, Declared<Rule> rule, RuleTarget target, ILookup<string, Resource> queues, HashSet<string> topics)
    {
        switch (TargetKinds.Of(target.Arn))
        {
            case null when target.Arn.Length > 0:
                rule.Origin.Report("Targets[].Arn", $"'{target.Arn}' is no target; supported are {TargetKinds.Supported}");
                break;
            case TargetKind.Queue:
                CheckQueue(rule.Origin, "Targets[].Arn", target.Arn, queues);
                break;
            case TargetKind.Function when draft.Functions.TrueForAll(function => function.Value.Arn != target.Arn):
                rule.Origin.Report("Targets[].Arn", $"there is no function '{target.Arn}'");
                break;
            case TargetKind.Topic when !topics.Contains(target.Arn):
                rule.Origin.Report("Targets[].Arn", $"there is no topic '{target.Arn}'");
                break;
        }

        if (target.DeadLetterArn is { } deadLetter)
        {
            CheckQueue(rule.Origin, "Targets[].DeadLetterConfig.Arn", deadLetter, queues);
        }
    }

    private static void CheckQueue(Resource rule, string property, string arn, ILookup<string, Resource> queues)
    {
        if (arn.Length > 0 && !queues.Contains(arn))
        {
            rule.Report(property, ReferenceCheck.IsNoQueue(arn));
        }

        foreach (var queue in queues[arn].Where(
            queue => queue.Text("KmsMasterKeyId")?.EndsWith(AwsManagedKey, StringComparison.Ordinal) is true))
        {
            rule.Report(property, $"{queue.LogicalId} is under the key {AwsManagedKey}, which EventBridge cannot use; "
                + "supported are keys of one's own and SqsManagedSseEnabled");
        }
    }
}
