using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Catalog.Pages;

namespace Waybill.Catalog.Scaffolding;

/// <summary>The text of each file of a new event.</summary>
internal static class EventFiles
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Page(EventDraft draft) => $"""
        ---
        id: {draft.Id}
        name: {EventScaffold.Words(draft.Id)}
        version: {EventDraft.Version}
        summary: {PageEditor.Quoted(draft.Summary)}
        owners:
        {string.Join('\n', draft.Service.Owners.Select(owner => $"  - {owner}"))}
        schemaPath: schema.json
        waybill:
          source: {draft.Source}
          detail-type: {draft.DetailType}
          entity: {draft.Entity}
          role: {draft.Role.ToString().ToLowerInvariant()}
          shape: {draft.Shape.ToString().ToLowerInvariant()}
          rfc: {draft.Rfc}
          unheard: {PageEditor.Quoted(draft.Unheard)}
        ---

        {draft.Summary}

        It can arrive twice, and after later events about the same {draft.Entity}.

        """;

    public static string ChangeLog(EventDraft draft) => $"""
        ---
        createdAt: {draft.Now:yyyy-MM-dd}
        ---

        First version.

        """;

    public static string Proposal(EventDraft draft) => $"""
        # RFC {draft.Rfc}: {draft.Id}

        **Problem:** what another team cannot know or do without this event.

        **Decided:** `{draft.DetailType}`, sent by {draft.Service.Id} and owned by {string.Join(", ", draft.Service.Owners)}.
        {draft.Summary} It is {draft.Shape.ToString().ToLowerInvariant()} and carries
        {string.Join(", ", draft.Fields.Select(field => $"`{field.Name}`"))}.

        **Consequences:** who will hear it, and what they do then.

        **Not chosen:** what else was considered, and why not.

        """;

    public static string Schema(EventDraft draft) => Text(new JsonObject
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["$id"] = draft.SchemaId,
        ["title"] = draft.DetailType,
        ["description"] = draft.Summary,
        ["type"] = "object",
        ["required"] = new JsonArray([.. draft.Fields.Where(field => field.IsRequired).Select(field => (JsonNode)field.Name)]),
        ["properties"] = new JsonObject(draft.Fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Name, Property(field)))),
    });

    /// <summary>A whole envelope, with other values for each number.</summary>
    public static string Example(EventDraft draft, int number)
    {
        var id = Guid.CreateVersion7(draft.Now.AddMinutes(number)).ToString();
        var data = draft.Fields.Where(field => field.IsRequired || number == 1);
        return Text(new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = id,
            ["source"] = draft.Source,
            ["type"] = draft.DetailType,
            ["time"] = $"{draft.Now.AddMinutes(number).UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}",
            ["datacontenttype"] = "application/json",
            ["dataschema"] = draft.SchemaId,
            ["correlationid"] = id,
            ["partitionkey"] = draft.Fields[0].Example(number).ToString(),
            ["data"] = new JsonObject(data.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Name, field.Example(number)))),
        });
    }

    private static JsonObject Property(NewField field)
    {
        var schema = field.Schema();
        var words = EventScaffold.Words(char.ToUpperInvariant(field.Name[0]) + field.Name[1..]).ToLowerInvariant();
        schema.Insert(0, "description", $"The {words}.");
        schema["x-personal-data"] = field.PersonalData.ToString().ToLowerInvariant();
        return schema;
    }

    private static string Text(JsonObject json)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }
}
