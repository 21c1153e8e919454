using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Routing;
using Waybill.Local.Logs;
using Waybill.Local.Metrics.Keeping;

namespace Waybill.Local;

/// <summary>Empties everything: messages, archives, mails, logs, metrics, tables; resources become again what the templates say, and no
/// others are left.</summary>
internal sealed class Reset(
    LiveAccount account, Queues queues, EventRouter router, LogGroups logs, MetricFile metrics, TemplateApplication templates)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await account.ChangeAsync(
            change =>
            {
                Restore(change);
                return true;
            },
            transaction => transaction.Empty(),
            () =>
            {
                queues.Clear();
                router.Clear();
            },
            cancellationToken);
        await logs.ClearAsync(
            [.. account.Now.All<Account.LogGroup>().Select(group => (AccountLogGroups.Name(group), group.RetentionDays))],
            cancellationToken);
        await metrics.ClearAsync(cancellationToken);
        await templates.EmptyTablesAsync(account.Now.All<Table>(), cancellationToken);
    }

    private static void Restore(Change change)
    {
        var members = change.Resources.All<StackMember>().ToList();
        var declared = members.Select(member => member.ResourceArn).ToHashSet(StringComparer.Ordinal);
        foreach (var resource in change.Resources.All().Where(
            resource => resource is not StackMember and not Rule { ManagedBy: not null } && !declared.Contains(resource.Arn)).ToList())
        {
            if (resource is Archive archive)
            {
                ArchiveOperations.Delete(change, archive);
            }
            else
            {
                change.Remove(resource);
            }
        }

        foreach (var member in members)
        {
            var resource = ResourceJson.Read(member.Kind, member.Applied);
            if (resource is Archive archive)
            {
                ArchiveOperations.Put(change, archive);
            }
            else
            {
                change.Put(resource);
            }
        }
    }
}
