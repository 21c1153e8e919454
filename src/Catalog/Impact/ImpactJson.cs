using System.Text.Json.Nodes;
using Waybill.Catalog.Compatibility;
using Waybill.Catalog.Findings;

namespace Waybill.Catalog.Impact;

/// <summary>An impact as JSON, for programs: a list with one object a version.</summary>
public static class ImpactJson
{
    /// <param name="impacts">What is written.</param>
    /// <param name="catalog">The catalog's folder as the repository names it.</param>
    public static string Write(IReadOnlyList<EventImpact> impacts, string catalog) =>
        ReadableJson.Write(ReadableJson.List(impacts, impact => new JsonObject
        {
            ["event"] = impact.Event.DetailType,
            ["version"] = impact.Event.Version.ToString(),
            ["field"] = impact.Field,
            ["schema"] = $"{catalog}/{impact.Event.SchemaFile}",
            ["source"] = impact.Event.Source,
            ["owners"] = ReadableJson.List(impact.Event.Owners, owner => owner),
            ["producers"] = ReadableJson.List(
            impact.Producers, producer => new JsonObject { ["service"] = producer.Id, ["file"] = $"{catalog}/{producer.File}" }),
            ["consumers"] = ReadableJson.List(impact.Consumers, consumer => new JsonObject
            {
                ["consumer"] = consumer.Subscription.Consumer,
                ["team"] = consumer.Subscription.Team,
                ["rule"] = consumer.Subscription.Rule,
                ["file"] = consumer.Subscription.File,
                ["line"] = consumer.Line,
                ["pointer"] = consumer.Subscription.Pointer,
                ["reads"] = ReadableJson.List(consumer.Readers, Reads),
            }),
        }));

    /// <summary>A field, or every field of a record when a whole event was asked for; neither when what it reads is not known.</summary>
    private static JsonObject Reads(FieldReader reader) => new()
    {
        ["record"] = reader.Record?.Record,
        ["fields"] = ReadableJson.List(reader.Field is { } field ? [field] : reader.Record?.Fields ?? [], read => new JsonObject
        {
            ["path"] = read.Path,
            ["type"] = read.Type,
            ["file"] = read.File,
            ["line"] = read.Line,
        }),
    };
}
