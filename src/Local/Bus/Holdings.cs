using System.Globalization;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus;

/// <summary>Says what a resource holds, so that nobody loses it by replacing the resource.</summary>
internal sealed class Holdings(Queues queues, BusStore store)
{
    /// <summary>"12 messages", or null for what is empty or holds nothing.</summary>
    public string? Of(IResource resource) => resource switch
    {
        Queue queue when queues.Find(queue.Arn)?.Depth() is { } depth => Count(depth.Visible + depth.InFlight + depth.Delayed, "message"),
        Archive archive => Count(store.Reader.ArchiveSize(archive.Arn).Events, "event"),
        _ => null,
    };

    private static string? Count(long number, string thing) => number switch
    {
        0 => null,
        1 => $"1 {thing}",
        _ => $"{number.ToString(CultureInfo.InvariantCulture)} {thing}s",
    };
}
