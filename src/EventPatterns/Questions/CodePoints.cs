using System.Text;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Questions;

/// <summary>Text as the characters it is read by: code points, and surrogates without a partner.</summary>
internal static class CodePoints
{
    /// <param name="text">Bytes as <see cref="Wtf8"/> makes them.</param>
    public static int[] Of(ReadOnlySpan<byte> text) => [.. Of(Wtf8.ToUtf16(text))];

    /// <summary>Writes JSON, half a surrogate pair included, which the framework's writer refuses.</summary>
    public static string Quote(IEnumerable<int> points) => $"\"{string.Concat(points.Select(Escaped))}\"";

    public static string Quote(string text) => Quote(Of(text));

    private static IEnumerable<int> Of(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            yield return char.IsSurrogatePair(text, i) ? char.ConvertToUtf32(text[i], text[++i]) : text[i];
        }
    }

    private static string Escaped(int point) => point switch
    {
        '"' or '\\' => $"\\{(char)point}",
        _ when !Rune.TryCreate(point, out var rune) || Rune.IsControl(rune) => $"\\u{point:x4}",
        _ => char.ConvertFromUtf32(point),
    };
}
