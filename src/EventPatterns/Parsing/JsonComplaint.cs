using System.Text;

namespace Waybill.EventPatterns.Parsing;

/// <summary>Says what is wrong with text that is not JSON, in the words EventBridge's parser uses.</summary>
internal static class JsonComplaint
{
    private const string Values = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

    public static string About(ReadOnlySpan<byte> utf8, int offset, int depth)
    {
        var rest = utf8[Math.Min(offset, utf8.Length)..].TrimStart(" \t\r\n,:"u8);
        if (rest.IsEmpty)
            return depth == 0 ? "No content to map due to end-of-input" : "Unexpected end-of-input: expected close marker";
        if (rest[0] == '"' && rest[1..].IndexOf((byte)'"') < 0)
            return "Unexpected end-of-input in VALUE_STRING";
        var word = Word(rest);
        if (word.Length > 0 && char.IsAsciiLetter((char)word[0]))
            return $"Unrecognized token '{Encoding.UTF8.GetString(word)}': was expecting {Values}";
        Rune.DecodeFromUtf8(rest, out var rune, out _);
        return $"Unexpected character ('{rune}' (code {rune.Value})): expected a valid value {Values}";
    }

    private static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit((char)text[length]) || text[length] is (byte)'_' or (byte)'$'))
            length++;
        return text[..length];
    }
}
