using Waybill.Catalog.Consumers;
using Waybill.Catalog.Routing;

namespace Waybill.Catalog.Compatibility;

/// <summary>A consumer that hears an event, and the field it reads there.</summary>
/// <param name="Subscription">The rule that hands it the event.</param>
/// <param name="Record">What it declares that it reads; null when that is not known, and it is taken for a reader of everything.</param>
/// <param name="Field">The field; null when the whole event is meant.</param>
public sealed record FieldReader(Subscription Subscription, ConsumerReading? Record, ReadField? Field)
{
    public override string ToString() => (Record, Field) switch
    {
        (null, _) => $"{Subscription.Consumer} of {Subscription.Team} (what it reads is not known)",
        (_, { } field) => $"{Subscription.Consumer} of {Subscription.Team} ({field.File}:{field.Line})",
        ({ } record, _) => $"{Subscription.Consumer} of {Subscription.Team} ({record.File}:{record.Line})",
    };
}

/// <summary>Who hears which event and reads what of it, from the synthesized rules and the consumers' own records.</summary>
public sealed class FieldReaders(IReadOnlyList<RoutingTable> routes, ConsumerSources sources)
{
    private readonly ILookup<string, Subscription> _byType = routes.SelectMany(table => table.Hearings)
        .Select(hearing => (hearing.Event.DetailType, hearing.Subscription)).Distinct()
        .ToLookup(heard => heard.DetailType, heard => heard.Subscription);

    private readonly ILookup<(string, string), ConsumerReading> _records =
        sources.Readings.ToLookup(reading => (reading.Team, reading.Consumer));

    public IEnumerable<Subscription> Hearing(string detailType) =>
        _byType[detailType].DistinctBy(subscription => (subscription.Team, subscription.Consumer, subscription.Rule));

    /// <summary>Who reads the place, something in it, or it as part of something read as a whole.</summary>
    public IEnumerable<FieldReader> Of(string detailType, string path) =>
        from subscription in Hearing(detailType).DistinctBy(subscription => (subscription.Team, subscription.Consumer))
        from reader in Reading(subscription, path)
        select reader;

    private IEnumerable<FieldReader> Reading(Subscription subscription, string path)
    {
        var records = _records[(subscription.Team, subscription.Consumer)].ToList();
        if (records.Count == 0)
        {
            return [new FieldReader(subscription, null, null)];
        }

        return path.Length == 0
            ? records.Select(record => new FieldReader(subscription, record, null))
            : records.SelectMany(record => record.Fields.Where(field => IsTouched(record, field, path)).Take(1)
                .Select(field => new FieldReader(subscription, record, field)));
    }

    private static bool IsTouched(ConsumerReading record, ReadField field, string path) =>
        field.Path == path || IsInside(field.Path, path)
        || (IsInside(path, field.Path) && !record.Fields.Any(inner => IsInside(inner.Path, field.Path)));

    private static bool IsInside(string inner, string outer) => inner.StartsWith($"{outer}/", StringComparison.Ordinal);
}
