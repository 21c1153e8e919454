using System.Globalization;
using System.Text.Json;

namespace Waybill.Platform;

/// <summary>What the guard's rules hand over: why an event is uncatalogued, who answers for it, when it arrived, and the event.</summary>
/// <param name="Reason"><c>unknown-source</c>, <c>unknown-type</c> or <c>retired-version</c>.</param>
/// <param name="Owners">Teams that own its source; the platform team for an unknown source.</param>
/// <param name="SeenAt">EventBridge's clock, so that a second delivery falls into the same hour.</param>
public sealed record Sighting(string Reason, IReadOnlyList<string> Owners, DateTimeOffset SeenAt, SeenEvent Event)
{
    /// <summary>What is reported once: a type of a source in an hour.</summary>
    [JsonIgnore]
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Event.Source}\n{Event.DetailType}\n{Hour:yyyy-MM-dd'T'HH}");

    [JsonIgnore]
    public DateTimeOffset Hour => new(SeenAt.UtcDateTime.Date.AddHours(SeenAt.UtcDateTime.Hour), TimeSpan.Zero);

    /// <summary>Reads a message's body; its event need not have an envelope, so this makes one with ids that follow from the key.</summary>
    /// <exception cref="MalformedEventException">The body is not what the guard's rules hand over.</exception>
    public static Event<Sighting> Read(string body)
    {
        Sighting? sighting;
        try
        {
            sighting = JsonSerializer.Deserialize(body, PlatformJson.Default.Sighting);
        }
        catch (JsonException exception)
        {
            throw new MalformedEventException(
                $"The message's body is not a sighting as infra/UncataloguedEventsGuard.cs makes it, at most {EventDepth.Message} "
                + $"levels deep: problem at {exception.Path ?? "/"}.",
                exception);
        }

        return sighting?.InEnvelope() ?? throw new MalformedEventException("The message's body is null; it must be a sighting.");
    }

    private Event<Sighting> InEnvelope() => new()
    {
        Id = Event.Id,
        Source = Event.Source,
        Type = Event.DetailType,
        Time = SeenAt,
        DataSchema = "",
        CorrelationId = EventId.Derive(Key, Published.UncataloguedEventSeen.Type, 0),
        PartitionKey = Event.Source,
        Data = this,
    };
}

/// <summary>An event as EventBridge delivers it, whatever is in it.</summary>
public sealed record SeenEvent(string Id, string Source, [property: JsonPropertyName("detail-type")] string DetailType, JsonElement Detail);
