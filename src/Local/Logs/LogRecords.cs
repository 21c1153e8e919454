using System.Runtime.InteropServices;
using System.Text;
using Waybill.Local.Account;

namespace Waybill.Local.Logs;

/// <summary>A log group by its name, which is its account's and region's.</summary>
internal sealed record LogGroupName(Scope Scope, string Name)
{
    /// <summary>The group that an ARN names, which may end with <c>:*</c> as groups' own do; null when it is none of a group.</summary>
    public static LogGroupName? OfArn(string arn) =>
        arn.Split(':', 7) is [_, _, "logs", var region, var account, "log-group", var name]
            ? new LogGroupName(new Scope(account, region), name.EndsWith(":*", StringComparison.Ordinal) ? name[..^2] : name)
            : null;
}

/// <summary>A line as it arrives.</summary>
/// <param name="Time">Milliseconds since 1970.</param>
/// <param name="Message">Not empty.</param>
internal sealed record LogLine(long Time, string Message)
{
    /// <summary>What CloudWatch Logs counts beside a message's own bytes (PutLogEvents).</summary>
    public const int Overhead = 26;

    public int Bytes => Overhead + Encoding.UTF8.GetByteCount(Message);
}

/// <summary>A place in a group or stream: events are sorted by time, and then by arrival.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LogPosition(long Time, long Id)
{
    public static readonly LogPosition First = new(long.MinValue, 0);
    public static readonly LogPosition Last = new(long.MaxValue, long.MaxValue);
}

/// <summary>A line as it is kept; times are milliseconds since 1970.</summary>
internal sealed record LogEvent(long Id, string Stream, long Time, long Ingested, string Message)
{
    public LogPosition Position => new(Time, Id);
}

internal sealed record LogGroup(long Id, string Name, long Created, int? RetentionDays, long Bytes);

internal sealed record LogStream(long Id, string Name, long Created, long? FirstEvent, long? LastEvent, long? LastIngestion);

/// <summary>How much log is kept.</summary>
internal sealed record LogOptions
{
    /// <summary>Bytes of all events together, as CloudWatch Logs counts them; beyond it the oldest go. The file takes about twice as
    /// much.</summary>
    public long MaximumBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>Changes that may wait for the disk; beyond it functions' lines are dropped, and requests wait.</summary>
    public int MaximumWaiting { get; init; } = 8192;
}

internal enum LogResource
{
    Group,
    Stream,
}

/// <summary>There is no such log group or stream.</summary>
internal sealed class LogNotFoundException(LogResource resource, string name)
    : Exception($"The specified log {(resource == LogResource.Group ? "group" : "stream")} does not exist: {name}");

/// <summary>There is such a log group or stream already.</summary>
internal sealed class LogExistsException(LogResource resource, string name)
    : Exception($"The specified log {(resource == LogResource.Group ? "group" : "stream")} already exists: {name}");
