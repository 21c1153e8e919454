using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Waybill.Tests.Support;

/// <summary>A span as a receiver of OTLP got it.</summary>
public sealed record ReceivedSpan(string Service, string TraceId, string SpanId, string ParentId, string Name, int Kind)
{
    public const int Internal = 1;
    public const int Client = 3;
    public const int Producer = 4;
    public const int Consumer = 5;

    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>Traces and spans, as <c>trace-span</c>.</summary>
    public required IReadOnlyList<string> Links { get; init; }

    public required bool Failed { get; init; }

    /// <summary>Nanoseconds since 1970.</summary>
    public required (ulong Start, ulong End) Time { get; init; }
}

/// <summary>Receives spans over HTTP as any viewer of OpenTelemetry's does.</summary>
/// <remarks>Reads Protocol Buffers by the numbers of opentelemetry-proto 1, and fails where something else comes.</remarks>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();
    private Loopback? _http;

    /// <summary>What <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is to be.</summary>
    public string Address => _http!.Address.ToString().TrimEnd('/');

    public IReadOnlyCollection<ReceivedSpan> Spans => _spans;

    /// <summary>Everything that came, as text: what must not be in a span must not be here.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        receiver._http = await Loopback.StartAsync(receiver.ReceiveAsync);
        return receiver;
    }

    public ValueTask DisposeAsync() => _http!.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        Requests.Enqueue(
            $"{context.Request.Method} {context.Request.Path} {context.Request.ContentType} {context.Request.Headers["api-key"]} "
            + Encoding.UTF8.GetString(body.ToArray()));
        foreach (var resourceSpans in ProtobufFields.Read(body.ToArray()).Messages(1))
        {
            var service = Attributes(resourceSpans.Messages(1).Single(), 1)["service.name"];
            foreach (var span in resourceSpans.Messages(2).SelectMany(scope => scope.Messages(2)))
            {
                _spans.Enqueue(Span(service, span));
            }
        }
    }

    private static ReceivedSpan Span(string service, ProtobufFields span) => new(
        service, span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), (int)span.Number(6))
    {
        Attributes = Attributes(span, 9),
        Links = [.. span.Messages(13).Select(link => $"{link.Hex(1)}-{link.Hex(2)}")],
        Failed = span.Messages(15).Any(status => status.Number(3) == 2),
        Time = (span.Number(7), span.Number(8)),
    };

    private static Dictionary<string, string> Attributes(ProtobufFields message, int field) => message.Messages(field).ToDictionary(
        attribute => attribute.Text(1),
        attribute => attribute.Messages(2).Single() is var value && value.Has(1) ? value.Text(1) : $"{value.Number(3)}",
        StringComparer.Ordinal);
}
