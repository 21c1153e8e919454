using System.Diagnostics;

namespace Waybill.Telemetry;

/// <summary>A trace context in the form in which AWS's services hand it on: SQS's <c>AWSTraceHeader</c>, <c>X-Amzn-Trace-Id</c>.</summary>
/// <remarks>X-Ray developer guide, "Tracing header". A trace id of W3C is one of X-Ray with two hyphens less and no version.</remarks>
public static class TraceHeader
{
    private const string Version = "1-";
    private const int TimeDigits = 8;

    public static string Write(ActivityContext context)
    {
        var trace = context.TraceId.ToHexString();
        var sampled = context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? 1 : 0;
        return $"Root={Version}{trace[..TimeDigits]}-{trace[TimeDigits..]};Parent={context.SpanId.ToHexString()};Sampled={sampled}";
    }

    /// <summary>What does not name a trace and a span is no context.</summary>
    public static ActivityContext? Read(string? header)
    {
        string? trace = null, span = null;
        var sampled = false;
        foreach (var part in (header ?? "").Split(';', StringSplitOptions.TrimEntries))
        {
            switch (part.Split('=', 2))
            {
                case ["Root", var root] when root.StartsWith(Version, StringComparison.Ordinal):
                    trace = root[Version.Length..].Replace("-", "", StringComparison.Ordinal);
                    break;
                case ["Parent", var parent]:
                    span = parent;
                    break;
                case ["Sampled", var yes]:
                    sampled = yes == "1";
                    break;
            }
        }

        return ActivityContext.TryParse($"00-{trace}-{span}-{(sampled ? "01" : "00")}", traceState: null, isRemote: true, out var context)
            ? context
            : null;
    }
}
