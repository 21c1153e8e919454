using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Waybill.Eventing.Consuming;

/// <summary>How a consumer's record is read: camelCase, and what it declares must be there, whatever the options of its context.</summary>
/// <remarks>So that a context is one line, and none can forget what a tolerant reader must still insist on (docs/decisions/0018).</remarks>
internal static class EventData
{
    public static JsonTypeInfo<TData> TypeOf<TData>(JsonTypeInfo<TData> declared)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            MaxDepth = EventDepth.Message,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            TypeInfoResolver = declared.OriginatingResolver,
        };
        return (JsonTypeInfo<TData>)options.GetTypeInfo(typeof(TData));
    }
}
