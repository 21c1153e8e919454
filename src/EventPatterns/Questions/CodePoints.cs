using System.Buffers;
using System.Text;

namespace Waybill.EventPatterns.Questions;

/// <summary>Text as the characters it is read by: code points, and surrogates without a partner.</summary>
internal static class CodePoints
{
    /// <param name="text">Bytes as <see cref="Wtf8"/> makes them.</param>
    /// <returns>Null for bytes that no text has.</returns>
    public static int[]? Of(ReadOnlySpan<byte> text)
    {
        var points = new List<int>(text.Length);
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(text, out var rune, out var length) == OperationStatus.Done)
            {
                points.Add(rune.Value);
                text = text[length..];
            }
            else if (text[0] == 0xED)
            {
                points.Add(((text[0] & 0x0F) << 12) | ((text[1] & 0x3F) << 6) | (text[2] & 0x3F));
                text = text[3..];
            }
            else
            {
                return null;
            }
        }

        return [.. points];
    }

    public static string ToUtf16(IEnumerable<int> points)
    {
        var text = new StringBuilder();
        foreach (var point in points)
        {
            text.Append(Rune.TryCreate(point, out var rune) ? rune.ToString() : ((char)point).ToString());
        }

        return text.ToString();
    }
}
