using System.Diagnostics;
using Waybill.Local.Machine;
using Waybill.Telemetry;

namespace Waybill.Local.Tracing;

/// <summary>The spans of the account's own services: what a bus, a queue and Lambda do for an event, in the event's trace.</summary>
/// <remarks>Each laptop has its own, so that two of one process do not tell each other's. Making one neither waits nor fails.</remarks>
internal sealed class LaptopSpans : IAsyncDisposable
{
    private const string Service = "waybill-laptop";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly ActivitySource _source = new(Service);
    private readonly SpanExporter? _exporter;

    private LaptopSpans(OtlpSettings? settings, Action<string> warn)
    {
        if (settings is not null)
        {
            // The clock of a network, whatever the account's is.
            _exporter = new SpanExporter(settings, source => source == _source, warn, TimeProvider.System, Interval);
        }
    }

    /// <summary>Makes none.</summary>
    public static LaptopSpans None { get; } = new(null, _ => { });

    public bool AreWanted => _exporter is not null;

    /// <param name="variables">OpenTelemetry's environment variables.</param>
    /// <param name="warn">Hears once that spans are dropped or not taken.</param>
    /// <exception cref="LaptopSpansException">One of them is wrong.</exception>
    public static LaptopSpans Of(IReadOnlyDictionary<string, string> variables, Action<string> warn) =>
        Settings(variables) is { } settings ? new LaptopSpans(settings, warn) : None;

    /// <summary>What the variables ask for; null for nothing.</summary>
    /// <exception cref="LaptopSpansException">One of them is wrong.</exception>
    public static OtlpSettings? Settings(IReadOnlyDictionary<string, string> variables)
    {
        try
        {
            return OtlpSettings.Read(variables.GetValueOrDefault, Service);
        }
        catch (InvalidOperationException wrong)
        {
            throw new LaptopSpansException(wrong.Message);
        }
    }

    /// <summary>Of these variables what each function gets: a name each has of its own.</summary>
    public static Dictionary<string, string> ForFunctions(IReadOnlyDictionary<string, string> variables) =>
        variables.Where(variable => variable.Key != OtlpSettings.ServiceName)
            .ToDictionary(variable => variable.Key, variable => variable.Value, StringComparer.Ordinal);

    /// <summary>Begins a span in somebody's trace; null when nobody wants to know.</summary>
    /// <param name="name">What is done, and by whom.</param>
    /// <param name="kind">Whom it is done for.</param>
    /// <param name="parent">The span it follows from; without one there is no trace to be in.</param>
    /// <param name="start">Null for now.</param>
    public Activity? Begin(string name, ActivityKind kind, ActivityContext? parent, DateTimeOffset start = default)
    {
        if (parent is not { } known || _exporter is null)
        {
            return null;
        }

        var around = Activity.Current;
        var span = _source.StartActivity(name, kind, known, tags: null, links: null, start);
        Activity.Current = around; // What laptop mode itself does next is no part of it.
        return span;
    }

    /// <summary>Begins the span of a call of a function because of an event.</summary>
    public Activity? BeginCall(string function, ActivityContext? parent)
    {
        var call = Begin($"invoke {function}", ActivityKind.Client, parent);
        call?.SetTag("faas.invoked_name", function);
        call?.SetTag("faas.trigger", "pubsub");
        return call;
    }

    /// <param name="span">Of what failed.</param>
    /// <param name="error">A class of errors, never a message.</param>
    public static void Fail(Activity? span, string error) => span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", error);

    public ValueTask DisposeAsync() => _exporter?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>Spans are asked for in a way that cannot be followed; the message says which variable, and what is allowed.</summary>
public sealed class LaptopSpansException(string message) : LaptopStartException(message);
