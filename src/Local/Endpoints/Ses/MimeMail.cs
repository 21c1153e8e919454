using System.Text;
using System.Text.RegularExpressions;

namespace Waybill.Local.Endpoints.Ses;

/// <summary>Reads of a mail in MIME what can be shown: who it is from and to, its subject, and its text (RFC 5322, 2045 to 2047).</summary>
/// <remarks>Enough to show, not a mail reader: attachments and other alternatives are passed over. Bounded by SES's own limit of 40
/// MB.</remarks>
internal static partial class MimeMail
{
    private const int MostBytes = 40 * 1024 * 1024;
    private const int DeepestPart = 8;

    /// <exception cref="Account.AwsException">BadRequestException: too long, or no mail.</exception>
    public static MailContent Read(byte[] mail)
    {
        if (mail.Length > MostBytes)
        {
            throw SesErrors.Bad($"Message length is more than {MostBytes} bytes long: '{mail.Length}'.");
        }

        var (headers, body) = Split(Encoding.Latin1.GetString(mail));
        if (headers.Count == 0)
        {
            throw SesErrors.Bad("Content.Raw.Data is no mail: it has no header.");
        }

        return new MailContent(Decoded(headers.GetValueOrDefault("subject") ?? ""), Text(headers, body, 0)?.Text ?? "")
        {
            From = headers.GetValueOrDefault("from") is { } from ? Decoded(from) : null,
            To = [.. ((string[])["to", "cc", "bcc"]).SelectMany(name => Addresses(headers.GetValueOrDefault(name)))],
        };
    }

    private static IEnumerable<string> Addresses(string? header) => header is null
        ? []
        : Commas().Split(header).Select(address => Decoded(address.Trim())).Where(address => address.Length > 0);

    /// <summary>The headers, in lower case, and what comes after the empty line.</summary>
    private static (Dictionary<string, string> Headers, string Body) Split(string part)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        var at = 0;
        string? last = null;
        while (at < part.Length)
        {
            var end = part.IndexOf('\n', at);
            var line = (end < 0 ? part[at..] : part[at..end]).TrimEnd('\r');
            at = end < 0 ? part.Length : end + 1;
            if (line.Length == 0)
            {
                break;
            }

            if (line[0] is ' ' or '\t' && last is not null)
            {
                headers[last] += " " + line.Trim();
            }
            else if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                last = line[..colon].Trim().ToLowerInvariant();
                headers[last] = line[(colon + 1)..].Trim();
            }
        }

        return (headers, part[at..]);
    }

    /// <summary>The plain text of a part, or its HTML when it has no other; null when it is neither.</summary>
    private static (string Text, bool IsPlain)? Text(Dictionary<string, string> headers, string body, int depth)
    {
        var type = headers.GetValueOrDefault("content-type") ?? "text/plain";
        if (type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            return Parameter(type, "boundary") is { Length: > 0 } boundary && depth < DeepestPart ? Best(body, boundary, depth) : null;
        }

        var isPlain = type.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase);
        if ((!isPlain && !type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase))
            || headers.GetValueOrDefault("content-disposition")?.StartsWith("attachment", StringComparison.OrdinalIgnoreCase) is true)
        {
            return null;
        }

        var bytes = Bytes(body, headers.GetValueOrDefault("content-transfer-encoding") ?? "");
        return (Charset(Parameter(type, "charset")).GetString(bytes).TrimEnd('\r', '\n'), isPlain);
    }

    private static (string Text, bool IsPlain)? Best(string body, string boundary, int depth)
    {
        (string Text, bool IsPlain)? best = null;
        foreach (var part in body.Split("--" + boundary).Skip(1).TakeWhile(part => !part.StartsWith("--", StringComparison.Ordinal)))
        {
            var (headers, content) = Split(part.TrimStart('\r', '\n'));
            if (Text(headers, content, depth + 1) is { } text && (best is null || (text.IsPlain && !best.Value.IsPlain)))
            {
                best = text;
            }
        }

        return best;
    }

    private static byte[] Bytes(string body, string encoding)
    {
        switch (encoding.Trim().ToLowerInvariant())
        {
            case "base64":
                var base64 = string.Concat(body.Where(c => !char.IsWhiteSpace(c)));
                var bytes = new byte[base64.Length];
                return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : Encoding.Latin1.GetBytes(body);
            case "quoted-printable":
                return Quoted(SoftBreaks().Replace(body, ""));
            default:
                return Encoding.Latin1.GetBytes(body);
        }
    }

    private static byte[] Quoted(string text) => Encoding.Latin1.GetBytes(
        Escapes().Replace(text, escape => ((char)Convert.ToByte(escape.Value[1..], 16)).ToString()));

    /// <summary>A header's text with its encoded words read (RFC 2047), or as UTF-8 when it has none.</summary>
    private static string Decoded(string header) => Words().IsMatch(header)
        ? Words().Replace(WordGaps().Replace(header, "?==?"), word => Charset(word.Groups["set"].Value).GetString(
            word.Groups["encoding"].Value is "B" or "b"
                ? Bytes(word.Groups["text"].Value, "base64")
                : Quoted(word.Groups["text"].Value.Replace('_', ' '))))
        : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(header));

    private static Encoding Charset(string? name)
    {
        try
        {
            return string.IsNullOrEmpty(name) ? Encoding.UTF8 : Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }

    private static string? Parameter(string header, string name) =>
        Parameters().Matches(header).FirstOrDefault(
            match => string.Equals(match.Groups["name"].Value, name, StringComparison.OrdinalIgnoreCase))
            ?.Groups["value"].Value.Trim('"');

    [GeneratedRegex(@";\s*(?<name>[\w-]+)\s*=\s*(?<value>""[^""]*""|[^;\s]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameters();

    [GeneratedRegex(@"=\?(?<set>[^?*]+)(?:\*[^?]*)?\?(?<encoding>[BbQq])\?(?<text>[^?]*)\?=", RegexOptions.None,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();

    [GeneratedRegex(@"\?=\s+=\?", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WordGaps();

    [GeneratedRegex(@"=[ \t]*\r?\n", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex SoftBreaks();

    [GeneratedRegex("=[0-9A-Fa-f]{2}", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Escapes();

    /// <summary>Commas that part addresses: those outside quotes.</summary>
    [GeneratedRegex(@",(?=(?:[^""]*""[^""]*"")*[^""]*$)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Commas();
}
