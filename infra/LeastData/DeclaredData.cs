using Waybill.Catalog;
using Waybill.Catalog.Consumers;
using CatalogTeam = Waybill.Catalog.Team;

namespace Waybill.Infra.LeastData;

/// <summary>What EventBridge makes of an event before it hands it over: the values at the paths, in the places of a template.</summary>
internal sealed record InputTransformer(Dictionary<string, string> Paths, string Template);

/// <summary>Knows what each consumer's record declares, and makes the rules of fat events hand over that and no more (design decisions 4 and 5).</summary>
/// <param name="catalog">Which events are fat, what is in them, and who may read it.</param>
/// <param name="readings">The consumers' records, read from <c>functions/</c>.</param>
public sealed class DeclaredData(EventCatalog catalog, IReadOnlyList<ConsumerReading> readings)
{
    /// <summary>API reference, InputTransformer.</summary>
    private const int TemplateLimit = 8_192;

    private const int PathLimit = 100;

    /// <summary>Attributes of the envelope, by placeholder. Publishers see to it that none needs escaping; <c>""</c> for an absent one reads as absent.</summary>
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

    public static DeclaredData Of(Repository repository, EventCatalog catalog) =>
        new(catalog, ConsumerSources.Read(Path.Combine(repository.Root, "functions"), "functions").Readings);

    /// <summary>Whether the catalog lets the event carry state that not everybody may read.</summary>
    public bool IsFat(EventType type) => catalog.FindEvent(type.DetailType)?.Shape == EventShape.Fat;

    /// <summary>The input transformer of a rule for one fat event.</summary>
    /// <exception cref="ConfigurationException">What the consumer declares cannot be handed over without what its team may not read.</exception>
    internal InputTransformer Input(Team team, string consumer, EventType type)
    {
        var described = catalog.FindEvent(type.DetailType)!;
        var reading = readings.FirstOrDefault(one => one.Team == team.Name && one.Consumer == consumer)
            ?? throw new ConfigurationException($"No class {consumer} : IConsumer<…> was found in functions/{team.Name}; it says what {consumer} reads of {type.DetailType}, which is fat.");
        var owner = catalog.FindTeam(team.Kebab)
            ?? throw new ConfigurationException($"events-catalog/teams has no team '{team.Kebab}'; it says what {consumer} may read of {type.DetailType}, which is fat.");
        var selection = new DataSelection(described, reading, owner);
        var data = selection.Choose() ?? throw Refused(reading, described, owner, selection.Obstacles);
        var template = Template(type, data);
        if (template.Length > TemplateLimit || selection.Paths.Count + EnvelopePaths.Count > PathLimit)
        {
            throw Refused(reading, described, owner, [$"its input template has {template.Length} characters and {selection.Paths.Count + EnvelopePaths.Count} paths; "
                + $"EventBridge allows {TemplateLimit} and {PathLimit}"]);
        }

        return new InputTransformer(EnvelopePaths.Concat(selection.Paths).ToDictionary(path => path.Key, path => path.Value, StringComparer.Ordinal), template);
    }

    /// <summary>The event as EventBridge delivers it, except for its data.</summary>
    private static string Template(EventType type, string data) =>
        $$"""
        {"version":"0","id":<delivery>,"detail-type":"{{type.DetailType}}","source":"{{type.Source}}","account":<account>,"time":<arrived>,"region":<region>,"resources":<resources>,
        """ + $$"""
        "detail":{"specversion":"1.0","id":<id>,"source":"{{type.Source}}","type":"{{type.DetailType}}","time":<time>,"datacontenttype":"application/json","dataschema":<dataschema>,
        """ + $$"""
        "traceparent":<traceparent>,"correlationid":<correlationid>,"causationid":<causationid>,"partitionkey":<partitionkey>,"data":
        """ + $"{data}}}}}";

    private static ConfigurationException Refused(ConsumerReading reading, CatalogEvent described, CatalogTeam owner, IEnumerable<string> obstacles) => new(
        $"{reading.File}:{reading.Line} {reading.Record}: {reading.Consumer} cannot be given what it declares of {described.DetailType} ({described.File}) and nothing else: "
        + $"{string.Join("; ", obstacles.Distinct(StringComparer.Ordinal))}. "
        + $"{owner.Id} is cleared for {(owner.Clearance.Count == 0 ? "no personal data" : string.Join(", ", owner.Clearance).ToLowerInvariant())}. "
        + "Declare fewer fields, have the event's owner promise more in its schema, or ask for clearance (docs/decisions/0012-least-data.md).");
}
