using System.Diagnostics;
using Waybill.Telemetry;

namespace Waybill.Eventing;

/// <summary>Sends the spans of this process where OpenTelemetry's environment variables say.</summary>
/// <remarks>Nothing of it is loaded in a process that is not told to (docs/decisions/0033).</remarks>
public sealed class TraceExport : IAsyncDisposable
{
    private const string OurSources = "Waybill";

    private readonly SpanExporter _exporter;
    private readonly TimeProvider _time;
    private readonly TimeSpan _longest;

    private TraceExport(SpanExporter exporter, TimeProvider time, TimeSpan longest) =>
        (_exporter, _time, _longest) = (exporter, time, longest);

    /// <summary>Begins to record the platform's spans, and those of sources that a team calls as its namespace.</summary>
    /// <param name="settings">The environment.</param>
    /// <param name="service">What the process is called unless the environment says.</param>
    /// <param name="warn">Hears what went wrong, once of each kind.</param>
    /// <param name="time">The clock of timeouts.</param>
    /// <param name="every">How often spans are sent; null for a function, which sends them before it answers.</param>
    /// <returns>Null when the environment does not ask for spans.</returns>
    /// <exception cref="InvalidOperationException">A variable is wrong; says which and what is allowed.</exception>
    public static TraceExport? Start(
        Settings settings, string service, Action<string> warn, TimeProvider time, TimeSpan? every = null) =>
        OtlpSettings.Read(settings.Optional, service) is { } otlp
            ? new TraceExport(new SpanExporter(otlp, IsOurs, warn, time, every), time, otlp.Timeout)
            : null;

    /// <summary>Whether it is worth asking.</summary>
    internal static bool IsAskedFor(Settings settings) =>
        settings.Optional("OTEL_EXPORTER_OTLP_ENDPOINT") is not null || settings.Optional("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") is not null;

    /// <summary>Sends what has been recorded, within half of the time that is left, for Lambda stops a process that has answered.</summary>
    internal async Task FlushAsync(TimeSpan timeLeft)
    {
        using var enough = new CancellationTokenSource(timeLeft / 2 < _longest ? timeLeft / 2 : _longest, _time);
        await _exporter.FlushAsync(enough.Token);
    }

    public ValueTask DisposeAsync() => _exporter.DisposeAsync();

    private static bool IsOurs(ActivitySource source) => source.Name.StartsWith(OurSources, StringComparison.Ordinal);
}
