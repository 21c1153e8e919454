using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Waybill.Operations.Publishing;

/// <summary>An example of the catalog as an event that happens now: with an id, a correlation and a trace of its own.</summary>
/// <param name="Id">The event's.</param>
/// <param name="Envelope">All of it.</param>
public sealed record NewEvent(string Id, JsonObject Envelope)
{
    public static NewEvent Of(ReadOnlyMemory<byte> example, DateTimeOffset now)
    {
        var (id, envelope) = (Guid.CreateVersion7(now).ToString(), JsonNode.Parse(example.Span)!.AsObject());
        (envelope["id"], envelope["correlationid"]) = (id, id);
        envelope["time"] = now.UtcDateTime;
        envelope["traceparent"] = $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-01";
        return new NewEvent(id, envelope);
    }
}
