using System.Globalization;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Protocol.Signing;

/// <summary>The signature of a request, in its Authorization header or, presigned, in its query
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).</summary>
/// <param name="Scope">Key, date, region and service.</param>
/// <param name="SignedHeaders">The headers that are signed, in the order they are signed in.</param>
/// <param name="Value">The signature itself, in hex.</param>
/// <param name="Timestamp">When it was made, as it says: <c>20261128T093000Z</c>.</param>
/// <param name="Lifetime">How long it holds when presigned; else null.</param>
internal sealed record RequestSignature(
    CredentialScope Scope, IReadOnlyList<string> SignedHeaders, string Value, string Timestamp, TimeSpan? Lifetime)
{
    public const string TimestampFormat = "yyyyMMdd'T'HHmmss'Z'";

    private const int LongestLifetimeSeconds = 604_800;

    /// <exception cref="AwsException">There is none, or it lacks a part.</exception>
    public static RequestSignature Of(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.Length == 0 && !request.Query.ContainsKey("X-Amz-Signature"))
        {
            throw new AwsException(
                "MissingAuthenticationTokenException", "Request is missing Authentication Token", StatusCodes.Status403Forbidden);
        }

        var signature = authorization.Length > 0 ? OfHeader(request, authorization) : OfQuery(request);
        if (signature.Scope.Service.Length == 0 || signature.Scope.Region.Length == 0 || signature.Value.Length == 0
            || signature.SignedHeaders.Count == 0)
        {
            throw Incomplete(
                "A signature needs Credential=KEY/date/region/service/aws4_request, SignedHeaders and Signature.");
        }

        return signature;
    }

    /// <summary>Null when the timestamp is none.</summary>
    public DateTimeOffset? Time => DateTimeOffset.TryParseExact(
        Timestamp, TimestampFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static RequestSignature OfHeader(HttpRequest request, string authorization)
    {
        if (!authorization.StartsWith(CredentialScope.Algorithm + " ", StringComparison.Ordinal))
        {
            throw Incomplete($"The Authorization header must begin with {CredentialScope.Algorithm}.");
        }

        return new RequestSignature(
            ScopeOf(request), Names(CredentialScope.Part(authorization, "SignedHeaders")), CredentialScope.Part(authorization, "Signature"),
            request.Headers["X-Amz-Date"].ToString(), Lifetime: null);
    }

    private static RequestSignature OfQuery(HttpRequest request)
    {
        string Part(string name) => request.Query["X-Amz-" + name].ToString();
        return int.TryParse(Part("Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 0 and <= LongestLifetimeSeconds && Part("Algorithm") == CredentialScope.Algorithm
                ? new RequestSignature(
                    ScopeOf(request), Names(Part("SignedHeaders")), Part("Signature"), Part("Date"), TimeSpan.FromSeconds(seconds))
                : throw Incomplete(
                    $"A presigned request needs X-Amz-Algorithm={CredentialScope.Algorithm} and X-Amz-Expires of 1 to "
                        + $"{LongestLifetimeSeconds} seconds.");
    }

    private static CredentialScope ScopeOf(HttpRequest request) =>
        CredentialScope.Of(request) ?? throw Incomplete("The signature names no access key in Credential.");

    private static string[] Names(string signedHeaders) => signedHeaders.Split(';', StringSplitOptions.RemoveEmptyEntries);

    private static AwsException Incomplete(string message) => new("IncompleteSignatureException", message);
}
