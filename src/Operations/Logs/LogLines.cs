using Amazon.CloudWatchLogs.Model;
using Waybill.Operations.Accounts;

namespace Waybill.Operations.Logs;

/// <summary>Reads lines of log groups that match a filter pattern, oldest first.</summary>
internal sealed class LogLines(AwsAccount account)
{
    /// <exception cref="OperationException">The group has far more matching lines than anybody reads.</exception>
    public async Task<IReadOnlyList<FilteredLogEvent>> ReadAsync(
        string group, string pattern, DateTimeOffset from, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        try
        {
            return await Pages.AllAsync(async token =>
            {
                var page = await account.Logs.FilterLogEventsAsync(
                    new FilterLogEventsRequest
                    {
                        LogGroupName = group,
                        FilterPattern = pattern,
                        StartTime = from.ToUnixTimeMilliseconds(),
                        EndTime = until?.ToUnixTimeMilliseconds(),
                        NextToken = token,
                    },
                    cancellationToken);
                return (page.Events, page.NextToken);
            });
        }
        catch (ResourceNotFoundException)
        {
            return []; // A function that never ran has no log group yet.
        }
    }
}
