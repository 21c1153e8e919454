using Waybill.Eventing.Publishing;

namespace Waybill.Platform;

/// <summary>The events of this team; the catalog describes them.</summary>
public static class Published
{
    public static readonly EventType<UncataloguedEventSeen> UncataloguedEventSeen = new(
        "https://events.shop.example/UncataloguedEventSeen/1.0.0/schema.json",
        PlatformJson.Default.UncataloguedEventSeen,
        data => data.SeenSource);
}

/// <param name="Fields">The shape of the first one seen in the hour; never a value.</param>
public sealed record UncataloguedEventSeen(
    string SeenSource, string SeenType, string Reason, IReadOnlyList<string> Owners, DateTimeOffset Hour, IReadOnlyList<Field> Fields);

/// <summary>A field of a JSON document without its value.</summary>
public sealed record Field(string Path, string Kind);
