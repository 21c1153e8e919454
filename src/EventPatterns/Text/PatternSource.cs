using System.Text;

namespace Waybill.EventPatterns.Text;

/// <summary>The text of a pattern, and where in it something is.</summary>
internal sealed class PatternSource(byte[] utf8)
{
    // Jackson quotes at most this much of the text in a message.
    private const int QuotedLength = 500;

    public byte[] Utf8 => utf8;

    /// <summary>The pattern is wrong up to this byte; EventBridge appends the position, for all but a few reasons.</summary>
    public RefusedPatternException Refuse(string reason, int offset, string pointer, bool withPosition = true)
    {
        var (line, column) = Position(offset);
        var suffix = withPosition ? $"\n at {At(offset)}" : string.Empty;
        return new RefusedPatternException(reason, suffix, line, column, pointer);
    }

    /// <summary>A position as Jackson writes it.</summary>
    public string At(int offset)
    {
        var (line, column) = Position(offset);
        return $"[Source: (String){Quoted()}; line: {line}, column: {column}]";
    }

    /// <summary>The offset of a byte from its line, counted from 0, and its place there.</summary>
    public int Offset(long line, long byteInLine)
    {
        var start = 0;
        for (; line > 0; line--)
        {
            start += Utf8.AsSpan(start).IndexOf((byte)'\n') + 1;
        }

        return start + (int)byteInLine;
    }

    private string Quoted()
    {
        var text = Encoding.UTF8.GetString(utf8);
        var quoted = string.Concat(text.Take(QuotedLength)
            .Select(c => char.IsControl(c) && c is not ('\r' or '\n') ? $"\\u{(int)c:X4}" : $"{c}"));
        return text.Length <= QuotedLength ? $"\"{quoted}\"" : $"\"{quoted}\"[truncated {text.Length - QuotedLength} chars]";
    }

    private (int Line, int Column) Position(int offset)
    {
        var before = Encoding.UTF8.GetString(Utf8, 0, Math.Min(offset, Utf8.Length)).ReplaceLineEndings("\n");
        var line = before.Count(c => c == '\n') + 1;
        return (line, before.Length - before.LastIndexOf('\n'));
    }
}
