using System.Globalization;
using Amazon.EventBridge.Model;

namespace Waybill.Eventing.Publishing;

/// <summary>An event that never got onto the bus, and EventBridge's last word about it.</summary>
public sealed record UnpublishedEvent(string EventId, PutEventsRequestEntry Entry, string ErrorCode, string ErrorMessage);

/// <summary>Some events never got onto the bus, all retries included. Those not listed are published.</summary>
public sealed class EventsNotPublishedException(IReadOnlyList<UnpublishedEvent> events, int attempted, Exception? innerException = null)
    : Exception(Describe(events, attempted), innerException)
{
    /// <summary>More of them nobody reads in one line.</summary>
    private const int MostNamed = 10;

    internal IReadOnlyList<UnpublishedEvent> Events { get; } = events;

    // Ids, types and codes only: messages are logged, details may hold what logs must not.
    private static string Describe(IReadOnlyList<UnpublishedEvent> events, int attempted)
    {
        var named = string.Join("; ", events.Take(MostNamed).Select(failed =>
            $"{failed.Entry.DetailType} {failed.EventId} ({failed.ErrorCode}: {failed.ErrorMessage})"));
        var others = events.Count > MostNamed ? "; and others" : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{events.Count} of {attempted} events were not published: {named}{others}.");
    }
}

/// <summary>Events break what the catalog promises about them. Nothing of their publication was sent, the right ones included.</summary>
public sealed class EventsAgainstSchemaException(IReadOnlyList<WrongEvent> wrong, int attempted) : Exception(string.Create(
    CultureInfo.InvariantCulture,
    $"{wrong.Select(one => one.EventId).Distinct(StringComparer.Ordinal).Count()} of {attempted} events are not what the catalog promises; "
    + $"nothing was sent. {string.Join("; ", wrong)}."))
{
    internal IReadOnlyList<WrongEvent> Wrong { get; } = wrong;
}

/// <summary>An event is larger than EventBridge takes. Nothing of its publication was sent.</summary>
public sealed class EventTooLargeException(string eventId, string type, int size, int limit) : Exception(string.Create(
    CultureInfo.InvariantCulture,
    $"The event {type} {eventId} counts {size:N0} bytes; EventBridge allows {limit:N0}. Nothing was sent. "
    + $"Publish ids and let consumers ask for the rest."));
