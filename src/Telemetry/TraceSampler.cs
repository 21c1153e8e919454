using System.Buffers.Binary;
using System.Diagnostics;

namespace Waybill.Telemetry;

/// <summary>Which traces are recorded.</summary>
/// <param name="Ratio">The share of traces, from 0 to 1; the same ones wherever the ratio is the same.</param>
/// <param name="AsParent">Whether who began a trace has decided for all of it.</param>
public sealed record TraceSampler(double Ratio, bool AsParent)
{
    private const long Numbers = 1L << 56;

    internal static readonly IReadOnlyList<string> Names =
        ["always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"];

    /// <summary>One of <see cref="Names"/>.</summary>
    internal static TraceSampler Called(string name, double ratio) => new(
        name switch
        {
            _ when name.EndsWith("always_on", StringComparison.Ordinal) => 1,
            _ when name.EndsWith("always_off", StringComparison.Ordinal) => 0,
            _ => ratio,
        },
        name.StartsWith("parentbased_", StringComparison.Ordinal));

    internal ActivitySamplingResult Decide(ActivityContext parent, ActivityTraceId trace)
    {
        var recorded = AsParent && parent != default ? parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) : Takes(trace);
        // What is not recorded still hands on the trace, and that nobody records it.
        return recorded ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.PropagationData;
    }

    /// <summary>By the last 56 bits of the id, which are random (W3C Trace Context, level 2).</summary>
    private bool Takes(ActivityTraceId trace)
    {
        Span<byte> id = stackalloc byte[16];
        trace.CopyTo(id);
        var number = BinaryPrimitives.ReadInt64BigEndian(id[8..]) & (Numbers - 1);
        return number >= (1 - Ratio) * Numbers;
    }
}
