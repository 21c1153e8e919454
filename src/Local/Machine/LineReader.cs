using System.Text;

namespace Waybill.Local.Machine;

/// <summary>Reads lines of at most <see cref="MaximumLength"/> characters: of a longer one the beginning is kept,
/// and what is missing is said.</summary>
/// <remarks>A child that never ends its line would otherwise fill laptop mode's memory.</remarks>
internal sealed class LineReader(TextReader reader)
{
    /// <summary>As many characters as a CloudWatch log event long had bytes.</summary>
    public const int MaximumLength = 256 * 1024;

    private readonly char[] _buffer = new char[4096];
    private readonly StringBuilder _line = new();
    private int _next;
    private int _end;
    private long _dropped;

    /// <summary>The next line without its end, or null after the last.</summary>
    public async Task<string?> ReadLineAsync()
    {
        var begun = false;
        while (_next < _end || await FillAsync())
        {
            begun = true;
            if (TryReadToEnd())
            {
                return Take();
            }
        }

        return begun ? Take() : null;
    }

    /// <summary>A line of text from elsewhere, held to the same length.</summary>
    public static string Shorten(string line) =>
        line.Length <= MaximumLength ? line : line[..MaximumLength] + Missing(line.Length - MaximumLength);

    private async Task<bool> FillAsync()
    {
        _next = 0;
        _end = await reader.ReadAsync(_buffer);
        return _end > 0;
    }

    /// <summary>Adds what is in the buffer up to the line's end; false when that is not there yet.</summary>
    private bool TryReadToEnd()
    {
        var rest = _buffer.AsSpan(_next.._end);
        var length = rest.IndexOf('\n');
        var ends = length >= 0;
        var part = ends ? rest[..length] : rest;
        var kept = part[..Math.Min(part.Length, MaximumLength - _line.Length)];
        _line.Append(kept);
        _dropped += part.Length - kept.Length;
        _next += part.Length + (ends ? 1 : 0);
        return ends;
    }

    private string Take()
    {
        if (_dropped > 0)
        {
            _line.Append(Missing(_dropped));
        }
        else if (_line.Length > 0 && _line[^1] == '\r')
        {
            _line.Length--;
        }

        var line = _line.ToString();
        _line.Clear();
        _dropped = 0;
        return line;
    }

    private static string Missing(long characters) => $"… ({characters} more characters of this line were dropped)";
}
