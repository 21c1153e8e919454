using System.Buffers;

namespace Waybill.Cli.Patterns;

/// <summary>The lines of a stream, none of which is held in memory beyond a limit.</summary>
/// <param name="stream">Where they are read from, as soon as they are there.</param>
/// <param name="limit">The most bytes of a line.</param>
internal sealed class BoundedLines(Stream stream, int limit)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly ArrayBufferWriter<byte> _line = new();
    private int _start, _end;

    /// <summary>Reads to the next line feed, or to the end.</summary>
    /// <param name="line">The line; empty if it is longer than the limit, and then passed over. Valid until the next call.</param>
    /// <param name="isTooLong">Whether it is.</param>
    /// <returns>False when there is no further line.</returns>
    public bool TryRead(out ReadOnlySpan<byte> line, out bool isTooLong)
    {
        _line.ResetWrittenCount();
        isTooLong = false;
        var isStarted = false;
        var isEnded = false;
        while (!isEnded && Fill())
        {
            isStarted = true;
            isEnded = Take(ref isTooLong);
        }

        line = isTooLong ? [] : _line.WrittenSpan;
        return isStarted;
    }

    /// <summary>Takes what there is of the line.</summary>
    /// <returns>Whether that is all of it.</returns>
    private bool Take(ref bool isTooLong)
    {
        var read = _buffer.AsSpan(_start.._end);
        var feed = read.IndexOf((byte)'\n');
        var part = feed < 0 ? read : read[..feed];
        _start += feed < 0 ? part.Length : part.Length + 1;
        isTooLong |= _line.WrittenCount + part.Length > limit;
        if (!isTooLong)
        {
            _line.Write(part);
        }

        return feed >= 0;
    }

    private bool Fill()
    {
        if (_start == _end)
        {
            (_start, _end) = (0, stream.Read(_buffer));
        }

        return _end > _start;
    }
}
