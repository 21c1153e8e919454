using System.Text.Json;
using System.Text.Json.Nodes;

namespace Waybill.Catalog.Export;

/// <summary><c>waybill catalog export asyncapi</c>: the catalog as an AsyncAPI 3.0 document, for the tools that read those.</summary>
/// <remarks>
/// One channel a version of an event, one operation for each service that sends or receives it (AsyncAPI 3.0.0, "Channels Object",
/// "Operation Object"). A payload is the whole CloudEvents envelope with the event's own schema for <c>data</c>.
/// </remarks>
public static class AsyncApiDocument
{
    private const string Json = "application/json";
    private const string Envelope = "Envelope";

    /// <summary>The document, in the same order however often it is written.</summary>
    /// <param name="catalog">What is exported.</param>
    /// <param name="envelope">The catalog's <c>envelope.schema.json</c>.</param>
    public static JsonObject Write(EventCatalog catalog, JsonElement envelope) => new()
    {
        ["asyncapi"] = "3.0.0",
        ["info"] = new JsonObject
        {
            ["title"] = "Events",
            ["version"] = "1.0.0",
            ["description"] =
                "Every event of the catalog, version by version. Who hears an event decides a rule on the bus; producers need not know.",
        },
        ["defaultContentType"] = Json,
        ["channels"] = Named(catalog.Events, Channel),
        ["operations"] = Operations(catalog),
        ["components"] = new JsonObject
        {
            ["messages"] = Named(catalog.Events, Message),
            ["schemas"] = Schemas(catalog, envelope),
        },
    };

    private static JsonObject Channel(CatalogEvent e) => new()
    {
        ["address"] = e.DetailType,
        ["title"] = e.Name,
        ["description"] = $"On the bus with source {e.Source} and detail-type {e.DetailType}.",
        ["messages"] = new JsonObject { [e.DetailType] = Reference($"#/components/messages/{e.DetailType}") },
    };

    private static JsonObject Operations(EventCatalog catalog)
    {
        var operations = new JsonObject();
        foreach (var service in catalog.Services.OrderBy(service => service.Id, StringComparer.Ordinal))
        {
            Add(service, "send", service.Sends);
            Add(service, "receive", service.Receives);
        }

        return operations;

        void Add(CatalogService service, string action, IEnumerable<CatalogEvent> events)
        {
            foreach (var e in events.DistinctBy(e => e.DetailType, StringComparer.Ordinal))
            {
                operations[$"{service.Id}.{action}.{e.DetailType}"] = new JsonObject
                {
                    ["action"] = action,
                    ["channel"] = Reference($"#/channels/{e.DetailType}"),
                    ["summary"] = $"{service.Name} {action}s {e.DetailType}.",
                    ["tags"] = new JsonArray([.. service.Owners.Select(owner => (JsonNode)new JsonObject { ["name"] = owner })]),
                    ["messages"] = new JsonArray(Reference($"#/channels/{e.DetailType}/messages/{e.DetailType}")),
                };
            }
        }
    }

    private static JsonObject Message(CatalogEvent e)
    {
        var message = new JsonObject
        {
            ["name"] = e.DetailType,
            ["title"] = e.Name,
            ["summary"] = e.Summary,
            ["contentType"] = Json,
            ["tags"] = new JsonArray([.. e.Owners.Select(owner => (JsonNode)new JsonObject { ["name"] = owner })]),
            ["payload"] = new JsonObject
            {
                ["allOf"] = new JsonArray(Reference($"#/components/schemas/{Envelope}"), new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject
                    {
                        ["source"] = new JsonObject { ["const"] = e.Source },
                        ["type"] = new JsonObject { ["const"] = e.DetailType },
                        ["data"] = Reference($"#/components/schemas/{e.DetailType}"),
                    },
                }),
            },
            ["examples"] = new JsonArray([.. e.Examples.Select(example => (JsonNode)new JsonObject
            {
                ["name"] = example.Name,
                ["payload"] = JsonNode.Parse(example.Utf8Json.Span),
            })]),
            ["x-version"] = e.Version.ToString(),
            ["x-life-cycle"] = new JsonObject { ["entity"] = e.Entity, ["role"] = $"{e.Role}".ToLowerInvariant() },
            ["x-shape"] = $"{e.Shape}".ToLowerInvariant(),
        };
        if (e.Deprecated is { } deprecated)
        {
            message["x-deprecated"] = new JsonObject
            {
                ["date"] = $"{deprecated.Date:yyyy-MM-dd}",
                ["message"] = deprecated.Message,
                ["sunset"] = e.Sunset is { } sunset
                    ? $"{sunset:yyyy-MM-dd}"
                    : null,
            };
        }

        return message;
    }

    private static JsonObject Schemas(EventCatalog catalog, JsonElement envelope)
    {
        var schemas = Named(catalog.Events, e => ExportedSchema.Of(e.Schema.Document, e.DetailType, e.Deprecated is not null));
        schemas[Envelope] = ExportedSchema.Of(envelope, Envelope, isDeprecated: false);
        return schemas;
    }

    /// <summary>A minor version is on the bus under the name of its major one: the newest speaks for it.</summary>
    private static JsonObject Named(IEnumerable<CatalogEvent> events, Func<CatalogEvent, JsonNode?> value) =>
        new(events.GroupBy(e => e.DetailType, StringComparer.Ordinal)
            .Select(versions => KeyValuePair.Create(versions.Key, value(versions.MaxBy(e => e.Version)!))));

    private static JsonObject Reference(string to) => new() { ["$ref"] = to };
}
