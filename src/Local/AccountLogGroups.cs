using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Logs;

namespace Waybill.Local;

/// <summary>The templates' log groups, made and changed with the account; a group that goes takes its lines with it.</summary>
internal sealed class AccountLogGroups(LiveAccount account, LogGroups groups, Action<string> onWarning)
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var group in account.Now.All<Account.LogGroup>())
        {
            await groups.PutAsync(group.Name, group.RetentionDays, cancellationToken);
        }

        account.Follow(Follow);
    }

    private void Follow(IReadOnlyList<Step> steps)
    {
        foreach (var step in steps)
        {
            if (step.Is<Account.LogGroup>(out var before, out var after))
            {
                var changing = after is null
                    ? groups.DeleteAsync(before!.Name, CancellationToken.None)
                    : groups.PutAsync(after.Name, after.RetentionDays, CancellationToken.None);
                changing.WarnOfFailure("A log group could not be changed", onWarning);
            }
        }
    }
}
