using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Waybill.Catalog.Compatibility;

namespace Waybill.Catalog.Impact;

/// <summary>An impact as JSON, for programs: a list with one object a version.</summary>
public static class ImpactJson
{
    /// <param name="impacts">What is written.</param>
    /// <param name="catalog">The catalog's folder as the repository names it.</param>
    public static string Write(IReadOnlyList<EventImpact> impacts, string catalog)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            WriteList(json, impacts, impact => WriteImpact(json, impact, catalog));
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteImpact(Utf8JsonWriter json, EventImpact impact, string catalog)
    {
        json.WriteString("event", impact.Event.DetailType);
        json.WriteString("version", impact.Event.Version.ToString());
        json.WriteString("field", impact.Field);
        json.WriteString("schema", $"{catalog}/{impact.Event.SchemaFile}");
        json.WriteString("source", impact.Event.Source);
        json.WritePropertyName("owners");
        json.WriteStartArray();
        foreach (var owner in impact.Event.Owners)
        {
            json.WriteStringValue(owner);
        }

        json.WriteEndArray();
        json.WritePropertyName("producers");
        WriteList(json, impact.Producers, producer =>
        {
            json.WriteString("service", producer.Id);
            json.WriteString("file", $"{catalog}/{producer.File}");
        });
        json.WritePropertyName("consumers");
        WriteList(json, impact.Consumers, consumer => WriteConsumer(json, consumer));
    }

    private static void WriteConsumer(Utf8JsonWriter json, ImpactedConsumer consumer)
    {
        var rule = consumer.Subscription;
        json.WriteString("consumer", rule.Consumer);
        json.WriteString("team", rule.Team);
        json.WriteString("rule", rule.Rule);
        WritePlace(json, rule.File, consumer.Line);
        json.WriteString("pointer", rule.Pointer);
        json.WritePropertyName("reads");
        WriteList(json, consumer.Readers, reader => WriteReader(json, reader));
    }

    /// <summary>A field, or every field of a record when a whole event was asked for; neither when what it reads is not known.</summary>
    private static void WriteReader(Utf8JsonWriter json, FieldReader reader)
    {
        json.WriteString("record", reader.Record?.Record);
        json.WritePropertyName("fields");
        WriteList(json, reader.Field is { } field ? [field] : reader.Record?.Fields ?? [], read =>
        {
            json.WriteString("path", read.Path);
            json.WriteString("type", read.Type);
            WritePlace(json, read.File, read.Line);
        });
    }

    private static void WritePlace(Utf8JsonWriter json, string file, int? line)
    {
        json.WriteString("file", file);
        if (line is { } known)
        {
            json.WriteNumber("line", known);
        }
        else
        {
            json.WriteNull("line");
        }
    }

    private static void WriteList<T>(Utf8JsonWriter json, IReadOnlyList<T> items, Action<T> write)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
