using Waybill.Local.Account;
using Waybill.Local.Disturbances;
using Waybill.Local.Metrics;
using Waybill.Local.Tracing;

namespace Waybill.Local.Functions;

/// <summary>What all functions of a laptop share.</summary>
/// <param name="EnvironmentOverrides">Values that take the place of the template's, for variables a function's template has.</param>
/// <param name="Metrics">Where Lambda's own metrics, and those in the functions' logs, go.</param>
/// <param name="OnLine">Gets the functions' log.</param>
/// <param name="Time">The clock of idleness, backoff and what is logged.</param>
public sealed record FunctionHostOptions(
    IReadOnlyDictionary<string, string> EnvironmentOverrides,
    MetricStore Metrics,
    Action<FunctionLogLine> OnLine,
    TimeProvider Time)
{
    /// <summary>The clock of what processes do: a scaled clock makes waits shorter, and no process faster.</summary>
    public TimeProvider WorkTime { get; init; } = TimeProvider.System;

    /// <summary>Processes that a function may have however busy the machine is.</summary>
    public int UsualInstances { get; init; } = 2;

    /// <summary>Processes of one function at most, where its reserved concurrency does not say less.</summary>
    public int MaximumInstances { get; init; } = 2;

    /// <summary>Numbers the looks at the machine: which was the last, if it found processors idle.</summary>
    internal Func<long?> LookThatFoundTime { get; init; } = () => null;

    /// <summary>An instance with nothing to do for so long is ended, unless it is the last.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>From the start of a process to its first request for an event.
    /// Lambda allows 10 seconds; a busy laptop needs more.</summary>
    public TimeSpan StartTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets every line that belongs in a function's log group, metrics' lines as well: the function, the instance, which is the
    /// stream, and the line. From any thread; must neither throw nor wait.</summary>
    public Action<Function, string, string> OnLogged { get; init; } = (_, _, _) => { };

    /// <summary>Variables that every function gets, whatever its template says of the same name.</summary>
    public IReadOnlyDictionary<string, string> MoreVariables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether each process's id is logged, for attaching a debugger.</summary>
    public bool LogProcessIds { get; init; }

    /// <summary>The ARN of the function that is debugged: it has one process, which waits for a debugger, and all the time it
    /// takes.</summary>
    public string? Debugged { get; init; }

    /// <summary>Says which invocations fail or are killed on purpose.</summary>
    internal Chaos Chaos { get; init; } = new(Time);

    /// <summary>Tells what is done for events.</summary>
    internal LaptopSpans Spans { get; init; } = LaptopSpans.None;
}
