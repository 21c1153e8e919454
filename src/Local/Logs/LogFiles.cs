using System.Text;
using System.Threading.Channels;
using Waybill.Local.Machine;

namespace Waybill.Local.Logs;

/// <summary>Every line of every function's log in files that an editor opens: <c>logs/FUNCTION.log</c>, and what came before it in
/// <c>FUNCTION.1.log</c>.</summary>
/// <remarks>Bounded, on the disk and on the way there. What cannot be written is not written: the log groups have it.</remarks>
internal sealed class LogFiles : IAsyncDisposable
{
    /// <summary>A function's two files together have twice as many.</summary>
    public const long MostBytes = 5_000_000;

    private const int MostWaiting = 20_000;
    private const int MostAtOnce = 1_000;

    private readonly Channel<(string Function, string Line)> _lines = Channel.CreateBounded<(string, string)>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });

    private readonly TimeProvider _time;
    private readonly long _mostBytes;
    private readonly Task _writing;

    public LogFiles(string dataFolder, TimeProvider time, long mostBytes = MostBytes)
    {
        (Folder, _time, _mostBytes) = (Path.Combine(dataFolder, "logs"), time, mostBytes);
        OwnFiles.MakeFolder(Folder);
        _writing = WriteAsync();
    }

    /// <summary>Where the files are.</summary>
    public string Folder { get; }

    /// <summary>Hands over a line, from any thread.</summary>
    public void Keep(string function, string instance, string line) =>
        _lines.Writer.TryWrite((function, $"{_time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fff}Z {instance} {line}\n"));

    /// <summary>Writes what waits, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync()
    {
        var some = new List<(string Function, string Line)>(MostAtOnce);
        while (await _lines.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            some.Clear();
            while (some.Count < MostAtOnce && _lines.Reader.TryRead(out var line))
            {
                some.Add(line);
            }

            foreach (var lines in some.GroupBy(line => line.Function, line => line.Line, StringComparer.Ordinal))
            {
                await TryAppendAsync(lines.Key, string.Concat(lines)).ConfigureAwait(false);
            }
        }
    }

    private async Task TryAppendAsync(string function, string text)
    {
        var file = Path.Combine(Folder, function + ".log");
        try
        {
            bool full;
            var stream = new FileStream(file, OwnFiles.Options(FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete));
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(text)).ConfigureAwait(false);
                full = stream.Length >= _mostBytes;
            }

            if (full)
            {
                File.Move(file, Path.Combine(Folder, function + ".1.log"), overwrite: true);
            }
        }
        catch (Exception unwritten) when (unwritten is IOException or UnauthorizedAccessException)
        {
            // The disk is full, or the folder is gone: whoever keeps what must not be lost says so.
        }
    }
}
