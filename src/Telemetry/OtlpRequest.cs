using System.Diagnostics;

namespace Waybill.Telemetry;

/// <summary>Spans as a collector takes them.</summary>
/// <remarks>
/// <c>ExportTraceServiceRequest</c> of opentelemetry-proto 1, <c>trace/v1/trace.proto</c>, <c>resource/v1</c> and <c>common/v1</c>; the
/// numbers are its fields.
/// </remarks>
internal static class OtlpRequest
{
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<KeyValuePair<string, string>> resource, IReadOnlyList<Activity> spans)
    {
        var request = new ProtobufWriter();
        var resourceSpans = request.Begin(1);
        var described = request.Begin(1);
        foreach (var (key, value) in resource)
        {
            WriteAttribute(request, 1, key, value);
        }

        request.End(described);
        foreach (var ofSource in spans.GroupBy(span => span.Source.Name, StringComparer.Ordinal))
        {
            var scopeSpans = request.Begin(2);
            var scope = request.Begin(1);
            request.Text(1, ofSource.Key);
            request.End(scope);
            foreach (var span in ofSource)
            {
                Write(request, span);
            }

            request.End(scopeSpans);
        }

        request.End(resourceSpans);
        return request.Written;
    }

    private static void Write(ProtobufWriter request, Activity span)
    {
        var began = request.Begin(2);
        request.Hex(1, span.TraceId.ToHexString());
        request.Hex(2, span.SpanId.ToHexString());
        if (span.ParentSpanId != default)
        {
            request.Hex(4, span.ParentSpanId.ToHexString());
        }

        request.Text(5, span.DisplayName);
        request.Number(6, (int)span.Kind + 1); // .NET counts from internal, 0; OTLP from unspecified.
        request.Fixed64(7, Nanoseconds(span.StartTimeUtc));
        request.Fixed64(8, Nanoseconds(span.StartTimeUtc + span.Duration));
        foreach (var (key, value) in span.TagObjects)
        {
            WriteAttribute(request, 9, key, value);
        }

        foreach (var link in span.Links)
        {
            var linked = request.Begin(13);
            request.Hex(1, link.Context.TraceId.ToHexString());
            request.Hex(2, link.Context.SpanId.ToHexString());
            request.Fixed32(6, (uint)link.Context.TraceFlags);
            request.End(linked);
        }

        if (span.Status != ActivityStatusCode.Unset)
        {
            var status = request.Begin(15);
            request.Number(3, (int)span.Status); // The same numbers: ok is 1, error 2.
            request.End(status);
        }

        request.Fixed32(16, (uint)span.ActivityTraceFlags);
        request.End(began);
    }

    private static void WriteAttribute(ProtobufWriter request, int field, string key, object? value)
    {
        var attribute = request.Begin(field);
        request.Text(1, key);
        var any = request.Begin(2);
        switch (value)
        {
            case bool yes:
                request.Number(2, yes ? 1 : 0);
                break;
            case int or long:
                request.Number(3, Convert.ToInt64(value, null));
                break;
            default:
                request.Text(1, value?.ToString() ?? "");
                break;
        }

        request.End(any);
        request.End(attribute);
    }

    private static ulong Nanoseconds(DateTime utc) => (ulong)(utc - DateTime.UnixEpoch).Ticks * 100;
}
