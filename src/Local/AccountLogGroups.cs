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
            await groups.PutAsync(Name(group), group.RetentionDays, cancellationToken);
        }

        account.Follow(Follow);
    }

    public static LogGroupName Name(Account.LogGroup group) => new(Scope.Of(group.Arn), group.Name);

    private void Follow(IReadOnlyList<Step> steps)
    {
        foreach (var step in steps)
        {
            if (step.Is<Account.LogGroup>(out var before, out var after))
            {
                var changing = after is null
                    ? groups.DeleteAsync(Name(before!), CancellationToken.None)
                    : groups.PutAsync(Name(after), after.RetentionDays, CancellationToken.None);
                changing.WarnOfFailure("A log group could not be changed", onWarning);
            }
        }
    }
}
