using System.Text;

namespace Waybill.EventPatterns.Explaining;

/// <summary>As much of a text as a person wants to see of it.</summary>
internal static class Excerpt
{
    private const int Length = 200;

    public static string Of(ReadOnlySpan<byte> utf8)
    {
        // What follows cannot be among the first characters: none has more than four bytes.
        var start = utf8[..Math.Min(utf8.Length, Length * 4)];
        return Of(Encoding.UTF8.GetString(start), utf8.Length);
    }

    public static string Of(string text) => Of(text, text.Length);

    private static string Of(string text, int length)
    {
        if (text.Length <= Length)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[Length - 1]) ? Length - 1 : Length;
        return $"{text.AsSpan(0, end)}… ({length} characters)";
    }
}
