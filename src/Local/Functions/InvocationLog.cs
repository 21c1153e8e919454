using System.Diagnostics;
using System.Globalization;
using System.Text;
using Waybill.Local.Account;

namespace Waybill.Local.Functions;

/// <summary>The end of what a function logs while it works on one call, between the lines that Lambda adds.</summary>
/// <remarks>Source: Lambda developer guide, "Viewing function logs"; API reference, Invoke, <c>LogType</c>.</remarks>
internal sealed class InvocationLog
{
    public const int MostBytes = 4 * 1024;

    /// <summary>Lines come through a pipe, the answer through a socket: the last lines may be a moment later.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private int _process;

    /// <summary>The last bytes of the log, beginning with a whole character.</summary>
    public byte[] Tail()
    {
        lock (_gate)
        {
            var bytes = Encoding.UTF8.GetBytes(_text.ToString());
            var start = Math.Max(0, bytes.Length - MostBytes);
            while (start < bytes.Length && (bytes[start] & 0xC0) == 0x80)
            {
                start++;
            }

            return bytes[start..];
        }
    }

    public void Begin(string requestId, int process)
    {
        _process = process;
        Add($"START RequestId: {requestId} Version: $LATEST");
    }

    public void Add(string line)
    {
        lock (_gate)
        {
            _text.Append(line).Append('\n');
            if (_text.Length > 2 * MostBytes)
            {
                _text.Remove(0, _text.Length - MostBytes);
            }
        }
    }

    /// <summary>Takes what is still on its way, and says what the call took.</summary>
    public async Task EndAsync(string requestId, TimeSpan duration, Function function, TimeProvider time)
    {
        await Task.Delay(Patience, time);
        var milliseconds = duration.TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture);
        Add($"END RequestId: {requestId}");
        Add(FormattableString.Invariant(
            $"REPORT RequestId: {requestId}\tDuration: {milliseconds} ms\tBilled Duration: {Math.Ceiling(duration.TotalMilliseconds)} ms\t")
            + FormattableString.Invariant($"Memory Size: {function.MemoryMegabytes} MB\tMax Memory Used: {Memory()} MB\t"));
    }

    private long Memory()
    {
        try
        {
            using var process = Process.GetProcessById(_process);
            return process.PeakWorkingSet64 / (1024 * 1024);
        }
        catch (Exception ended) when (ended is ArgumentException or InvalidOperationException)
        {
            return 0;
        }
    }
}
