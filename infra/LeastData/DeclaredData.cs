using Waybill.Catalog;
using Waybill.Catalog.Consumers;

namespace Waybill.Infra.LeastData;

/// <summary>What is handed over of an event: the values at the paths, in the places of a template.</summary>
internal sealed record HandedOver(Dictionary<string, string> Paths, string Template);

/// <summary>Makes the rules of fat events hand over what a consumer's record declares and no more (docs/decisions/0012 and 0018).</summary>
/// <param name="catalog">Which events are fat, what is in them, and who may read it.</param>
/// <param name="readings">The consumers' records, read from <c>functions/</c>.</param>
internal sealed class DeclaredData(EventCatalog catalog, IReadOnlyList<ConsumerReading> readings)
{
    /// <summary>API reference, InputTransformer.</summary>
    private const int TemplateLimit = 8_192;

    private const int PathLimit = 100;

    /// <summary>Attributes of the envelope, by placeholder.</summary>
    /// <remarks>Publishers see to it that none needs escaping; <c>""</c> for an absent one reads as absent.</remarks>
    private static readonly Dictionary<string, string> EnvelopePaths = new(StringComparer.Ordinal)
    {
        ["delivery"] = "$.id",
        ["account"] = "$.account",
        ["arrived"] = "$.time",
        ["region"] = "$.region",
        ["resources"] = "$.resources",
        ["id"] = "$.detail.id",
        ["time"] = "$.detail.time",
        ["dataschema"] = "$.detail.dataschema",
        ["traceparent"] = "$.detail.traceparent",
        ["correlationid"] = "$.detail.correlationid",
        ["causationid"] = "$.detail.causationid",
        ["partitionkey"] = "$.detail.partitionkey",
    };

    /// <summary>The input transformer of a rule for one fat event.</summary>
    /// <exception cref="ConfigurationException">It cannot be handed over without what its team may not read.</exception>
    public HandedOver Input(string team, string consumer, CatalogEvent described)
    {
        var reading = readings.First(one => one.Team == team && one.Consumer == consumer);
        var owner = catalog.FindTeam(Names.Kebab(team))
            ?? throw new ConfigurationException(
                $"events-catalog/teams has no team '{Names.Kebab(team)}'; it says what {consumer} may read of {described.DetailType}, "
                + "which is fat.");
        var selection = new DataSelection(described, reading, owner);
        var data = selection.Choose() ?? throw Refused(reading, described, owner, selection.Obstacles);
        var (template, paths) = (Template(described, data), EnvelopePaths.Concat(selection.Paths).ToList());
        return template.Length <= TemplateLimit && paths.Count <= PathLimit
            ? new HandedOver(paths.ToDictionary(path => path.Key, path => path.Value, StringComparer.Ordinal), template)
            : throw Refused(reading, described, owner,
            [
                $"its input template has {template.Length} characters and {paths.Count} paths; "
                + $"EventBridge allows {TemplateLimit} and {PathLimit}",
            ]);
    }

    /// <summary>The event as EventBridge delivers it, except for its data.</summary>
    private static string Template(CatalogEvent e, string data) =>
        $$"""{"version":"0","id":<delivery>,"detail-type":"{{e.DetailType}}","source":"{{e.Source}}","account":<account>"""
        + ""","time":<arrived>,"region":<region>,"resources":<resources>"""
        + $$""","detail":{"specversion":"1.0","id":<id>,"source":"{{e.Source}}","type":"{{e.DetailType}}","time":<time>"""
        + ""","datacontenttype":"application/json","dataschema":<dataschema>,"traceparent":<traceparent>"""
        + ""","correlationid":<correlationid>,"causationid":<causationid>,"partitionkey":<partitionkey>"""
        + $",\"data\":{data}}}}}";

    private static ConfigurationException Refused(
        ConsumerReading reading, CatalogEvent described, CatalogTeam owner, IEnumerable<string> obstacles)
    {
        var cleared = owner.Clearance.Count == 0 ? "no personal data" : string.Join(", ", owner.Clearance).ToLowerInvariant();
        return new ConfigurationException(
            $"{reading.File}:{reading.Line} {reading.Record}: {reading.Consumer} cannot be given what it declares of "
            + $"{described.DetailType} ({described.File}) and nothing else: "
            + $"{string.Join("; ", obstacles.Distinct(StringComparer.Ordinal))}. "
            + $"{owner.Id} is cleared for {cleared}. Declare fewer fields, have the event's owner promise more in its schema, "
            + "or ask for clearance (docs/decisions/0012-least-data.md).");
    }
}
