using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.Lambda.CloudWatchEvents;

namespace Waybill.Eventing.Consuming;

/// <summary>Unwraps what a rule put into a queue: EventBridge's event, and in its <c>detail</c> our envelope.</summary>
internal static class QueueMessage
{
    /// <exception cref="MalformedEventException">The body is not an EventBridge event, or its detail not an envelope.</exception>
    public static Event<TData> Read<TData>(string body, JsonTypeInfo<TData> dataType)
    {
        CloudWatchEvent<JsonElement>? delivered;
        try
        {
            delivered = JsonSerializer.Deserialize(body, EventBridgeJson.Default.CloudWatchEventJsonElement);
        }
        catch (JsonException exception)
        {
            throw new MalformedEventException(
                $"The message's body is not an event as EventBridge delivers it (JSON with a detail, at most {EventDepth.Message} levels "
                + $"deep): problem at {exception.Path ?? "/"}, line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}.",
                exception);
        }

        return delivered is null
            ? throw new MalformedEventException("The message's body is null; it must be an event as EventBridge delivers it.")
            : Envelope.Read(delivered.Detail, dataType);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = EventDepth.Message)]
[JsonSerializable(typeof(CloudWatchEvent<JsonElement>))]
internal sealed partial class EventBridgeJson : JsonSerializerContext;
