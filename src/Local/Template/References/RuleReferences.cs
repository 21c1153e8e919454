using Waybill.Local.Account;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.References;

internal static class RuleReferences
{
    /// <summary>Every account has this bus; a template never declares it.</summary>
    private const string EveryAccountsBus = "default";

    public static void Check(Draft draft)
    {
        var buses = draft.Buses.Select(bus => bus.Value.Name).Append(EveryAccountsBus).ToHashSet(StringComparer.Ordinal);
        var queues = draft.Queues.Select(queue => queue.Value.Arn).ToHashSet(StringComparer.Ordinal);

        foreach (var rule in draft.Rules)
        {
            if (!buses.Contains(rule.Value.BusName))
            {
                rule.Origin.Report("EventBusName", $"there is no bus '{rule.Value.BusName}'; there are: {string.Join(", ", buses)}");
            }

            foreach (var target in rule.Value.Targets)
            {
                CheckTarget(rule, target, queues);
            }
        }

        foreach (var archive in draft.Archives.Where(archive => archive.Value.BusName.Length > 0 && !buses.Contains(archive.Value.BusName)))
        {
            archive.Origin.Report("SourceArn", $"there is no bus '{archive.Value.BusName}'; there are: {string.Join(", ", buses)}");
        }
    }

    private static void CheckTarget(Declared<Rule> rule, RuleTarget target, HashSet<string> queues)
    {
        if (target.Arn.Length > 0 && !queues.Contains(target.Arn))
        {
            rule.Origin.Report("Targets[].Arn", $"target '{target.Id}' {ReferenceCheck.IsNoQueue(target.Arn)}");
        }

        if (target.DeadLetterArn is { } deadLetter && !queues.Contains(deadLetter))
        {
            rule.Origin.Report("Targets[].DeadLetterConfig.Arn", ReferenceCheck.IsNoQueue(deadLetter));
        }
    }
}
