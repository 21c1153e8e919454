using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Eventing;

/// <summary>Reads and writes the CloudEvents 1.0 JSON that stands in EventBridge's <c>detail</c>.</summary>
/// <remarks>Attributes and their rules: CloudEvents 1.0.2, sections "Context Attributes" and "JSON Event Format".</remarks>
internal static class Envelope
{
    private const string SpecVersion = "1.0";
    private const string Json = "application/json";

    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (char)code), '"', '\\']);

    /// <summary>Reads an envelope; attributes nobody here knows are ignored.</summary>
    /// <exception cref="MalformedEventException">A required attribute is missing or wrong, or the data is not a <typeparamref
    /// name="TData"/>.</exception>
    public static Event<TData> Read<TData>(JsonElement detail, JsonTypeInfo<TData> dataType)
    {
        if (detail.ValueKind != JsonValueKind.Object)
        {
            throw new MalformedEventException($"/detail is {KindOf(detail)}; it must be an object, a CloudEvents {SpecVersion} envelope.");
        }

        RequireConstant(detail, "specversion", SpecVersion);
        if (detail.TryGetProperty("datacontenttype", out _))
        {
            RequireConstant(detail, "datacontenttype", Json);
        }

        return new Event<TData>
        {
            Id = Required(detail, "id"),
            Source = Required(detail, "source"),
            Type = Required(detail, "type"),
            Time = RequiredTime(detail),
            DataSchema = Required(detail, "dataschema"),
            CorrelationId = Required(detail, "correlationid"),
            PartitionKey = Required(detail, "partitionkey"),
            CausationId = Optional(detail, "causationid"),
            TraceParent = Optional(detail, "traceparent"),
            Data = RequiredData(detail, dataType),
        };
    }

    /// <summary>Writes an envelope as the text of one <c>detail</c>.</summary>
    /// <exception cref="ArgumentException">An attribute holds a character that JSON escapes: rules that hand over part of an event copy
    /// attributes as they are, and EventBridge escapes nothing (user guide, <c>eb-transform-target-input</c>).</exception>
    public static string Write<TData>(Event<TData> @event, JsonTypeInfo<TData> dataType)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("specversion", SpecVersion);
            WriteAttribute(writer, "id", @event.Id);
            WriteAttribute(writer, "source", @event.Source);
            WriteAttribute(writer, "type", @event.Type);
            writer.WriteString("time", @event.Time.UtcDateTime);
            writer.WriteString("datacontenttype", Json);
            WriteAttribute(writer, "dataschema", @event.DataSchema);
            WriteOptional(writer, "traceparent", @event.TraceParent);
            WriteAttribute(writer, "correlationid", @event.CorrelationId);
            WriteOptional(writer, "causationid", @event.CausationId);
            WriteAttribute(writer, "partitionkey", @event.PartitionKey);
            writer.WritePropertyName("data");
            JsonSerializer.Serialize(writer, @event.Data, dataType);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void RequireConstant(JsonElement detail, string name, string allowed)
    {
        if (Required(detail, name) != allowed)
        {
            throw new MalformedEventException($"/detail/{name} has another value than the one allowed, '{allowed}'.");
        }
    }

    /// <remarks>An absent attribute may read as <c>""</c>, which EventBridge's input transformer writes in its place.</remarks>
    private static string? Optional(JsonElement detail, string name) =>
        !detail.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null
        || (value.ValueKind == JsonValueKind.String && value.ValueEquals(""))
            ? null
            : Required(detail, name);

    private static string Required(JsonElement detail, string name)
    {
        if (!detail.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            throw new MalformedEventException($"/detail/{name} is missing; it must be a string that is not empty.");
        }

        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw new MalformedEventException($"/detail/{name} is {KindOf(value)}; it must be a string that is not empty.");
    }

    private static DateTimeOffset RequiredTime(JsonElement detail) => Timestamp.TryRead(Required(detail, "time"), out var time)
        ? time
        : throw new MalformedEventException("/detail/time is not a timestamp; it must be one of RFC 3339, such as 2026-01-31T12:00:00Z.");

    private static TData RequiredData<TData>(JsonElement detail, JsonTypeInfo<TData> dataType)
    {
        if (!detail.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object)
        {
            throw new MalformedEventException("/detail/data is missing or not an object.");
        }

        try
        {
            return data.Deserialize(dataType)!;
        }
        catch (JsonException exception)
        {
            // The serializer's message names the member and the type wanted, not the value given.
            throw new MalformedEventException($"/detail/data cannot be read as {typeof(TData).Name}: {exception.Message}", exception);
        }
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            WriteAttribute(writer, name, value);
        }
    }

    private static void WriteAttribute(Utf8JsonWriter writer, string name, string value)
    {
        if (value.AsSpan().IndexOfAny(Escaped) is var at and >= 0)
        {
            throw new ArgumentException(
                $"The attribute {name} of an event holds the character U+{(int)value[at]:X4} at {at}; quotes, backslashes and control "
                + "characters are not allowed.",
                nameof(value));
        }

        writer.WriteString(name, value);
    }

    private static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => "missing",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => value.GetString()!.Length == 0 ? "an empty string" : "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}
