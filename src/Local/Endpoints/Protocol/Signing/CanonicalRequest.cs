using System.Security.Cryptography;
using System.Text;

namespace Waybill.Local.Endpoints.Protocol.Signing;

/// <summary>A request in the one form that is signed
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path as it is sent.</param>
/// <param name="Query">The query as it is sent, without the question mark.</param>
/// <param name="Headers">The signed headers, in the order they are signed in; what has several values has them in theirs.</param>
/// <param name="PayloadHash">The SHA-256 of the body in hex, or what stands for it.</param>
internal sealed record CanonicalRequest(
    string Method, string Path, string Query, IReadOnlyList<(string Name, IReadOnlyList<string> Values)> Headers, string PayloadHash)
{
    private const string SignatureParameter = "X-Amz-Signature";

    /// <summary>The signature in hex.</summary>
    public string Sign(string secret, CredentialScope scope, string timestamp)
    {
        var toSign = $"{CredentialScope.Algorithm}\n{timestamp}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(ToString()))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in new[] { scope.Date, scope.Region, scope.Service, CredentialScope.Terminator, toSign })
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Convert.ToHexStringLower(key);
    }

    public static string Hash(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));

    public override string ToString()
    {
        var headers = Headers.Select(header => $"{header.Name.ToLowerInvariant()}:{string.Join(',', header.Values.Select(Trimmed))}\n");
        var names = Headers.Select(header => header.Name.ToLowerInvariant());
        return $"{Method}\n{CanonicalPath()}\n{CanonicalQuery()}\n{string.Concat(headers)}\n{string.Join(';', names)}\n{PayloadHash}";
    }

    /// <summary>Without empty and dotted segments, and each other one encoded, also where it is already.</summary>
    private string CanonicalPath()
    {
        var segments = new List<string>();
        foreach (var segment in Path.Split('/').Where(segment => segment is not ("" or ".")))
        {
            if (segment != "..")
            {
                segments.Add(Uri.EscapeDataString(segment));
            }
            else if (segments.Count > 0)
            {
                segments.RemoveAt(segments.Count - 1);
            }
        }

        var trailing = segments.Count > 0 && (Path.EndsWith('/') || Path.EndsWith("/.", StringComparison.Ordinal)) ? "/" : "";
        return "/" + string.Join('/', segments) + trailing;
    }

    private string CanonicalQuery() => string.Join('&', Query.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(parameter => parameter.Split('=', 2))
        .Select(parts => (Name: Encoded(parts[0]), Value: parts.Length > 1 ? Encoded(parts[1]) : ""))
        .Where(parameter => parameter.Name != SignatureParameter)
        .OrderBy(parameter => parameter.Name, StringComparer.Ordinal).ThenBy(parameter => parameter.Value, StringComparer.Ordinal)
        .Select(parameter => $"{parameter.Name}={parameter.Value}"));

    private static string Encoded(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text));

    /// <summary>Without spaces around it, and with one where there are several.</summary>
    private static string Trimmed(string value) => string.Join(' ', value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
}
