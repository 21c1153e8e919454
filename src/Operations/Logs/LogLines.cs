using Amazon.CloudWatchLogs.Model;
using Waybill.Operations.Accounts;

namespace Waybill.Operations.Logs;

/// <summary>Reads lines of log groups that match a filter pattern, oldest first.</summary>
internal sealed class LogLines(AwsAccount account)
{
    /// <summary>Lines of one request that is not followed by another.</summary>
    private const int Some = 1_000;

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

    /// <summary>The first lines of a short time, all where there is no pattern, in one request; whether that was all.</summary>
    public async Task<(IReadOnlyList<FilteredLogEvent> Lines, bool IsWhole)> SomeAsync(
        string group, string? pattern, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        try
        {
            var page = await account.Logs.FilterLogEventsAsync(
                new FilterLogEventsRequest
                {
                    LogGroupName = group,
                    FilterPattern = pattern,
                    StartTime = from.ToUnixTimeMilliseconds(),
                    EndTime = until.ToUnixTimeMilliseconds() - 1,
                    Limit = Some,
                },
                cancellationToken);
            return (page.Events ?? [], string.IsNullOrEmpty(page.NextToken));
        }
        catch (ResourceNotFoundException)
        {
            return ([], true);
        }
    }
}
