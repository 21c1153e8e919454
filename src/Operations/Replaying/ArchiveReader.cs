using Amazon.EventBridge.Model;
using Waybill.Operations.Accounts;

namespace Waybill.Operations.Replaying;

/// <summary>Finds the archive of a bus that has the events of a window.</summary>
internal sealed class ArchiveReader(AwsAccount account)
{
    /// <exception cref="OperationException">The bus has no archive, or none that is as old as the window.</exception>
    public async Task<(ReplayArchive Archive, IReadOnlyList<string> Warnings)> FindAsync(
        string bus, ReplayRequest request, CancellationToken cancellationToken)
    {
        var archives = await Pages.AllAsync(async token =>
        {
            var page = await account.EventBridge.ListArchivesAsync(new ListArchivesRequest { NextToken = token }, cancellationToken);
            return (page.Archives, page.NextToken);
        });
        var found = archives.Where(archive => Arn.Name(archive.EventSourceArn ?? "") == bus).MinBy(archive => archive.CreationTime)
            ?? throw new OperationException($"The bus {bus} has no archive, so nothing of the past can be replayed; give it one.");
        var warnings = new List<string>();
        if (found.CreationTime?.ToUniversalTime() is { } since && since > request.From.UtcDateTime)
        {
            warnings.Add($"The archive {found.ArchiveName} began at {since:u}, after the window does: earlier events are not in it.");
        }

        if (found.RetentionDays is > 0 and var days)
        {
            warnings.Add($"The archive keeps events for {days} days; older ones are not in it.");
        }

        var whole = await account.EventBridge.DescribeArchiveAsync(
            new DescribeArchiveRequest { ArchiveName = found.ArchiveName! }, cancellationToken);
        if (!string.IsNullOrEmpty(whole.EventPattern))
        {
            warnings.Add($"The archive keeps only events that match {whole.EventPattern}.");
        }

        return (new ReplayArchive(found.ArchiveName!, whole.ArchiveArn!, found.EventSourceArn!), warnings);
    }
}
