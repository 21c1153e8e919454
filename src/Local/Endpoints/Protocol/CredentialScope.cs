using Microsoft.AspNetCore.Http;

namespace Waybill.Local.Endpoints.Protocol;

/// <summary>What a signed request says of itself: <c>Credential=KEY/date/region/service/aws4_request</c>
/// (SigV4, in the header or, presigned, in the query).</summary>
internal sealed record CredentialScope(string AccessKey, string Date, string Region, string Service)
{
    public const string Algorithm = "AWS4-HMAC-SHA256";
    public const string Terminator = "aws4_request";

    /// <summary>Null when the request is not signed, or in a way that names no access key.</summary>
    public static CredentialScope? Of(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        return authorization.Length > 0
            ? Parse(Part(authorization, "Credential"))
            : Parse(request.Query["X-Amz-Credential"].ToString());
    }

    /// <summary>A part <c>Name=value</c> of an Authorization header; empty when it has none.</summary>
    public static string Part(string authorization, string name)
    {
        var start = authorization.IndexOf(name + "=", StringComparison.Ordinal);
        if (start < 0)
        {
            return "";
        }

        start += name.Length + 1;
        var end = authorization.AsSpan(start).IndexOfAny(',', ' ');
        return end < 0 ? authorization[start..] : authorization.Substring(start, end);
    }

    public override string ToString() => $"{Date}/{Region}/{Service}/{Terminator}";

    private static CredentialScope? Parse(string credential) => credential.Split('/') switch
    {
        [{ Length: > 0 } key, var date, var region, var service, Terminator] => new CredentialScope(key, date, region, service),
        // SigV4a has no region.
        [{ Length: > 0 } key, var date, var service, Terminator] => new CredentialScope(key, date, "", service),
        [{ Length: > 0 } key, ..] => new CredentialScope(key, "", "", ""),
        _ => null,
    };
}
