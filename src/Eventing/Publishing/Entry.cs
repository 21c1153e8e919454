using System.Diagnostics;
using System.Text;
using Amazon.EventBridge.Model;

namespace Waybill.Eventing.Publishing;

/// <summary>One event on its way to the bus, with the size EventBridge counts for it.</summary>
internal sealed record Entry(string EventId, PutEventsRequestEntry Content, int Size)
{
    /// <summary>
    /// Most bytes all entries of one request may have together; one entry may have as many (EventBridge quotas, since 2026-01-29).
    /// </summary>
    public const int SizeLimit = 1_048_576;

    /// <summary>Most entries of one request (API reference, PutEvents).</summary>
    public const int CountLimit = 10;

    private const int TimeSize = 14;

    /// <summary>Lasts until EventBridge has taken the event; null when nobody records spans.</summary>
    public Activity? Span { get; private init; }

    public static Entry From(string eventId, PutEventsRequestEntry content, Activity? span) =>
        new(eventId, content, SizeOf(content)) { Span = span };

    /// <summary>Splits into requests that keep both limits, in order.</summary>
    /// <exception cref="EventTooLargeException">One entry is over the limit by itself.</exception>
    public static IReadOnlyList<IReadOnlyList<Entry>> Batch(IEnumerable<Entry> entries)
    {
        var batches = new List<List<Entry>>();
        var size = 0;
        foreach (var entry in entries)
        {
            if (entry.Size > SizeLimit)
            {
                throw new EventTooLargeException(entry.EventId, entry.Content.DetailType, entry.Size, SizeLimit);
            }

            if (batches.Count == 0 || batches[^1].Count == CountLimit || size + entry.Size > SizeLimit)
            {
                batches.Add([]);
                size = 0;
            }

            batches[^1].Add(entry);
            size += entry.Size;
        }

        return batches;
    }

    /// <summary>EventBridge user guide, "Calculating PutEvents event entry size".</summary>
    private static int SizeOf(PutEventsRequestEntry entry) =>
        (entry.Time is null ? 0 : TimeSize) + Bytes(entry.Source) + Bytes(entry.DetailType) + Bytes(entry.Detail)
        + (entry.Resources?.Sum(Bytes) ?? 0);

    private static int Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
