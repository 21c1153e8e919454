using Waybill.Local.Account;
using Waybill.Local.Account.Policies;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.References;

/// <summary>A policy on something that is not there guards nothing, so it is an error.</summary>
internal static class PolicyReferences
{
    public static void Check(Draft draft)
    {
        var buses = draft.Buses.Select(bus => bus.Value.Name).Append(EventBus.Default).ToHashSet(StringComparer.Ordinal);
        var queues = draft.Queues.Select(queue => queue.Origin.Reference ?? "").ToHashSet(StringComparer.Ordinal);
        var topics = draft.Topics.Select(topic => topic.Value.Arn).ToHashSet(StringComparer.Ordinal);
        var roles = draft.Roles.Select(role => role.Value.Name).ToHashSet(StringComparer.Ordinal);
        Check(draft.BusPolicies, buses, "EventBusName", "bus");
        Check(draft.QueuePolicies, queues, "Queues", "queue with the URL");
        Check(draft.TopicPolicies, topics, "Topics", "topic");
        Check(draft.RolePolicies, roles, "Roles", "role");

        foreach (var use in draft.ManagedPolicies.Where(use => !IsKnown(draft, use.Value.PolicyArn)))
        {
            use.Origin.Report(
                "ManagedPolicyArns",
                $"'{use.Value.PolicyArn}' is not known; known are the templates' own and {AwsManagedPolicies.Supported}");
        }
    }

    private static bool IsKnown(Draft draft, string arn) =>
        AwsManagedPolicies.Find(arn) is not null || draft.CustomerPolicies.Exists(policy => policy.Value.To == arn);

    private static void Check(List<Declared<Attachment>> attachments, HashSet<string> known, string property, string what)
    {
        foreach (var attachment in attachments.Where(attachment => !known.Contains(attachment.Value.To)))
        {
            attachment.Origin.Report(property, $"there is no {what} '{attachment.Value.To}'");
        }
    }
}
