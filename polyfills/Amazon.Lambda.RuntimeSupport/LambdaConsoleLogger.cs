using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>How a function's log lines look, and which are written; Lambda's logging configuration sets it.</summary>
/// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html</remarks>
internal sealed record LogSettings(bool Json, LogLevel Least)
{
    public static LogSettings Read(string format, string level) =>
        new(format.Equals("JSON", StringComparison.OrdinalIgnoreCase), Level(level) ?? LogLevel.Information);

    /// <summary>Understands .NET's names and Lambda's (INFO, WARN, FATAL); null for any other.</summary>
    public static LogLevel? Level(string name) => name.ToUpperInvariant() switch
    {
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "INFO" or "INFORMATION" => LogLevel.Information,
        "WARN" or "WARNING" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "FATAL" or "CRITICAL" => LogLevel.Critical,
        _ => null,
    };
}

/// <summary>Writes an invocation's lines to the process's output, which Lambda copies to the log stream.</summary>
internal sealed class LambdaConsoleLogger(LogSettings settings, Invocation invocation, TextWriter output, TimeProvider time) : ILambdaLogger
{
    public void Log(string message) => output.Write(message);

    public void LogLine(string message) => Log(nameof(LogLevel.Information), message);

    public void Log(string level, string message)
    {
        if ((LogSettings.Level(level) ?? LogLevel.Information) >= settings.Least)
        {
            var now = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
            output.WriteLine(settings.Json ? JsonLine(now, level, message) : $"{now}\t{invocation.RequestId}\t{ShortName(level)}\t{message}");
        }
    }

    private string JsonLine(string now, string level, string message)
    {
        var line = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", now);
            json.WriteString("level", level);
            json.WriteString("requestId", invocation.RequestId);
            json.WriteString("traceId", invocation.TraceId);
            json.WriteString("message", message);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(line.WrittenSpan);
    }

    private static string ShortName(string level) => LogSettings.Level(level) switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        LogLevel.Critical => "crit",
        _ => level,
    };
}
