using Amazon.CloudWatchLogs.Model;
using Waybill.Operations.Accounts;

namespace Waybill.Operations.Logs;

/// <summary>Reads what was published, from the log group that a bus has for it.</summary>
internal sealed class PublishedReader(AwsAccount account)
{
    private const string Prefix = "/aws/events/";
    private const string Suffix = "/published";

    private readonly LogLines _lines = new(account);

    /// <summary>The log groups there are, by bus; a bus without one does not say what was published.</summary>
    public async Task<IReadOnlyDictionary<string, string>> GroupsAsync(CancellationToken cancellationToken)
    {
        var groups = await Pages.AllAsync(async token =>
        {
            var page = await account.Logs.DescribeLogGroupsAsync(
                new DescribeLogGroupsRequest { LogGroupNamePrefix = Prefix, NextToken = token }, cancellationToken);
            return (page.LogGroups, page.NextToken);
        });
        return groups.Select(group => group.LogGroupName!).Where(name => name.EndsWith(Suffix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..^Suffix.Length], StringComparer.Ordinal);
    }

    /// <param name="group">The log group of a bus.</param>
    /// <param name="pattern">A filter pattern; all lines when it is empty.</param>
    /// <param name="from">From when.</param>
    /// <param name="until">Until when; null for all that is there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<PublishedEvent>> ReadAsync(
        string group, string pattern, DateTimeOffset from, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var lines = await _lines.ReadAsync(group, pattern, from, until, cancellationToken);
        return [.. lines.Select(line => PublishedEvent.Read(line.Message!)).OfType<PublishedEvent>()];
    }

    /// <summary>What one request tells of a short time, which need not be all.</summary>
    public async Task<(IReadOnlyList<PublishedEvent> Events, bool IsWhole)> SomeAsync(
        string group, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var (lines, isWhole) = await _lines.SomeAsync(group, pattern: null, from, until, cancellationToken);
        return ([.. lines.Select(line => PublishedEvent.Read(line.Message!)).OfType<PublishedEvent>()], isWhole);
    }
}
