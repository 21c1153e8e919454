using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Routing;
using Waybill.Local.Logs;
using Waybill.Local.Metrics.Keeping;

namespace Waybill.Local;

/// <summary>Empties everything: messages, archives, mails, logs, metrics, states of alarms, tables; resources become again what the
/// templates say, and no others are left.</summary>
internal sealed class Reset(
    LiveAccount account, Queues queues, EventRouter router, LogGroups logs, MetricFile metrics, AccountAlarms alarms,
    TemplateApplication templates)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var tables = account.Now.All<Table>().ToList();
        await account.ChangeAsync(
            change =>
            {
                templates.Restore(change);
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
        await alarms.ClearAsync(cancellationToken);
        await templates.EmptyTablesAsync(tables, [.. account.Now.All<Table>()], cancellationToken);
    }
}
