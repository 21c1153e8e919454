using System.Net;
using System.Net.Sockets;

namespace Waybill.JsonSchemas.Keywords;

/// <summary>The format <c>uri</c>: an absolute URI by the grammar of RFC 3986, nothing repaired on the way.</summary>
internal static class UriFormat
{
    private const string PathPunctuation = "-._~!$&'()*+,;=:@/";
    private const string HostPunctuation = "-._~!$&'()*+,;=";

    public static bool IsMet(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !char.IsAsciiLetter(text[0]) || !text[..colon].All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.'))
        {
            return false;
        }

        var (beforeFragment, fragment) = Cut(text[(colon + 1)..], '#');
        var (hierarchy, query) = Cut(beforeFragment, '?');
        if (!IsMadeOf(fragment, PathPunctuation + "?") || !IsMadeOf(query, PathPunctuation + "?"))
        {
            return false;
        }

        if (!hierarchy.StartsWith("//", StringComparison.Ordinal))
        {
            return IsMadeOf(hierarchy, PathPunctuation);
        }

        var end = hierarchy.IndexOf('/', 2);
        var (authority, path) = end < 0 ? (hierarchy[2..], "") : (hierarchy[2..end], hierarchy[end..]);
        return IsAuthority(authority) && IsMadeOf(path, PathPunctuation);
    }

    private static bool IsAuthority(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (!IsMadeOf(at < 0 ? "" : text[..at], HostPunctuation + ":"))
        {
            return false;
        }

        var (host, port) = SplitPort(text[(at + 1)..]);
        return port.All(char.IsAsciiDigit) && (host.StartsWith('[') ? IsLiteral(host) : IsMadeOf(host, HostPunctuation));
    }

    private static (string Host, string Port) SplitPort(string text)
    {
        var colon = text.IndexOf(':', Math.Max(text.LastIndexOf(']'), 0));
        return colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
    }

    private static bool IsLiteral(string host) =>
        host.EndsWith(']') && !host.Contains('%', StringComparison.Ordinal)
        && IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    private static (string Before, string After) Cut(string text, char mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
    }

    /// <summary>Letters, digits, the given punctuation and percent-encoded bytes.</summary>
    private static bool IsMadeOf(string text, string punctuation)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                i += 2;
            }
            else if (!char.IsAsciiLetterOrDigit(c) && !punctuation.Contains(c))
            {
                return false;
            }
        }

        return true;
    }
}
