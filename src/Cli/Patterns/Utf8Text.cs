using System.Globalization;
using System.Text;

namespace Waybill.Cli.Patterns;

/// <summary>JSON text that came as a JSON string.</summary>
internal static class Utf8Text
{
    /// <summary>
    /// Resolves the string's escapes. A surrogate without its partner, which UTF-8 has no bytes for, becomes an escape once more: within a
    /// string of the inner JSON that is the same character, and elsewhere neither is JSON.
    /// </summary>
    /// <param name="json">What stands between the quotes of a JSON string.</param>
    public static byte[] Of(ReadOnlySpan<byte> json)
    {
        var text = new StringBuilder(json.Length);
        var rest = Encoding.UTF8.GetString(json).AsSpan();
        for (int escape; (escape = rest.IndexOf('\\')) >= 0;)
        {
            text.Append(rest[..escape]);
            text.Append(rest[escape + 1] == 'u' ? Unit(rest, escape) : Letter(rest[escape + 1]));
            rest = rest[(escape + (rest[escape + 1] == 'u' ? 6 : 2))..];
        }

        return Encoding.UTF8.GetBytes(WithLoneSurrogatesEscaped(text.Append(rest).ToString()));
    }

    private static char Unit(ReadOnlySpan<char> json, int escape) =>
        (char)int.Parse(json.Slice(escape + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static char Letter(char letter) => letter switch
    {
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => letter,
    };

    private static string WithLoneSurrogatesEscaped(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                result.Append(text[i]);
            }
            else if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                result.Append(text[i]).Append(text[++i]);
            }
            else
            {
                // After a backslash it would complete an escape that is none; as a replacement character it still does not.
                result.Append(IsAfterBackslash(text, i) ? "\uFFFD" : $"\\u{(int)text[i]:x4}");
            }
        }

        return result.ToString();
    }

    private static bool IsAfterBackslash(string text, int index)
    {
        var backslashes = 0;
        while (backslashes < index && text[index - 1 - backslashes] == '\\')
        {
            backslashes++;
        }

        return backslashes % 2 == 1;
    }
}
