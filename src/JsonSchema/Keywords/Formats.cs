using System.Collections.Frozen;
using System.Globalization;
using System.Net;

namespace Waybill.JsonSchemas.Keywords;

/// <summary>The formats that are asserted, each as its RFC writes it.</summary>
internal static class Formats
{
    public static readonly FrozenDictionary<string, Predicate<string>> All = new Dictionary<string, Predicate<string>>(StringComparer.Ordinal)
    {
        ["date"] = IsDate,
        ["date-time"] = IsDateTime,
        ["email"] = IsEmail,
        ["time"] = IsTime,
        ["uri"] = UriFormat.IsMet,
        ["uuid"] = IsUuid,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private const string AtextPunctuation = "!#$%&'*+-/=?^_`{|}~";

    /// <summary>RFC 3339 full-date.</summary>
    private static bool IsDate(string text) =>
        text.Length == 10 && text.All(char.IsAscii)
        && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>RFC 3339 date-time.</summary>
    private static bool IsDateTime(string text) =>
        text.Length > 11 && text[10] is 'T' or 't' && IsDate(text[..10]) && IsTime(text[11..]);

    /// <summary>RFC 3339 full-time; a leap second only where UTC has one, at 23:59:60.</summary>
    private static bool IsTime(string text)
    {
        if (text.Length < 9 || text[2] != ':' || text[5] != ':' || !text.All(char.IsAscii))
        {
            return false;
        }

        var zone = text.AsSpan(8).IndexOfAny("Zz+-") + 8;
        return zone >= 8 && Two(text, 0, 23, out var hour) && Two(text, 3, 59, out var minute) && Two(text, 6, 60, out var second)
            && IsFraction(text.AsSpan(8, zone - 8)) && IsOffset(text[zone..], out var offset)
            && (second < 60 || ((((hour * 60) + minute - offset) % 1440) + 1440) % 1440 == 1439);
    }

    private static bool IsFraction(ReadOnlySpan<char> text) =>
        text.IsEmpty || (text[0] == '.' && text.Length > 1 && !text[1..].ContainsAnyExceptInRange('0', '9'));

    private static bool IsOffset(string text, out int minutes)
    {
        minutes = 0;
        if (text is "Z" or "z")
        {
            return true;
        }

        if (text.Length != 6 || text[3] != ':' || !Two(text, 1, 23, out var hour) || !Two(text, 4, 59, out var minute))
        {
            return false;
        }

        minutes = (text[0] == '-' ? -1 : 1) * ((hour * 60) + minute);
        return true;
    }

    private static bool Two(string text, int at, int most, out int value) =>
        int.TryParse(text.AsSpan(at, 2), NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= most;

    /// <summary>RFC 4122, with hyphens.</summary>
    private static bool IsUuid(string text) =>
        text.Length == 36 && text.Index().All(c => c.Index is 8 or 13 or 18 or 23 ? c.Item == '-' : char.IsAsciiHexDigit(c.Item));

    /// <summary>RFC 5321 Mailbox.</summary>
    private static bool IsEmail(string text)
    {
        var at = text.LastIndexOf('@');
        return at > 0 && IsLocalPart(text[..at]) && IsMailDomain(text[(at + 1)..]);
    }

    private static bool IsLocalPart(string text)
    {
        if (text.Length >= 2 && text[0] == '"' && text[^1] == '"')
        {
            return IsQuoted(text.AsSpan(1, text.Length - 2));
        }

        return text.Split('.').All(atom => atom.Length > 0 && atom.All(c => char.IsAsciiLetterOrDigit(c) || AtextPunctuation.Contains(c)));
    }

    private static bool IsQuoted(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var isEscape = text[i] == '\\';
            if (isEscape)
            {
                i++;
            }

            if (i == text.Length || text[i] is < ' ' or > '~' || (text[i] == '"' && !isEscape))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsMailDomain(string text)
    {
        if (text is not ['[', .. var literal, ']'])
        {
            return text.Length is > 0 and <= 255 && text.Split('.').All(IsLabel);
        }

        return literal.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase)
            ? literal.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(literal[5..], out _)
            : literal.Count(c => c == '.') == 3 && IPAddress.TryParse(literal, out _);
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
