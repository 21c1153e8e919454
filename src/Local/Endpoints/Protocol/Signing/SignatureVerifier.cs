using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Protocol.Signing;

/// <summary>Lets only requests through that are signed with a known key, over what is sent, for the service asked, and just now.</summary>
/// <param name="secretOf">The secret of an access key; null when it is not known.</param>
/// <param name="time">The clock that signatures are held against.</param>
internal sealed class SignatureVerifier(Func<string, string?> secretOf, TimeProvider time)
{
    private const string PayloadHeader = "X-Amz-Content-Sha256";
    private const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    /// <param name="request">The request.</param>
    /// <param name="body">Its body.</param>
    /// <param name="service">The service it must be signed for; null for any.</param>
    /// <param name="skew">How far the time of the signature may be from now.</param>
    /// <exception cref="AwsException">The signature is missing, incomplete, of an unknown key, out of time or wrong.</exception>
    public void Check(HttpRequest request, ReadOnlySpan<byte> body, string? service, TimeSpan skew)
    {
        var signature = RequestSignature.Of(request);
        var secret = secretOf(signature.Scope.AccessKey) ?? throw new AwsException(
            "UnrecognizedClientException", "The security token included in the request is invalid.", StatusCodes.Status403Forbidden);
        CheckScope(signature, service);
        CheckTime(signature, skew);
        CheckSigned(request, signature.SignedHeaders);
        var expected = Canonical(request, signature, PayloadHash(request, body)).Sign(secret, signature.Scope, signature.Timestamp);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(signature.Value)))
        {
            throw Invalid(
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and "
                    + "signing method. Consult the service documentation for details.");
        }
    }

    private static void CheckScope(RequestSignature signature, string? service)
    {
        if (service is not null && signature.Scope.Service != service)
        {
            throw Invalid($"Credential should be scoped to correct service: '{service}'.");
        }

        if (signature.Time is null || !signature.Timestamp.StartsWith(signature.Scope.Date, StringComparison.Ordinal)
            || signature.Scope.Date.Length != "yyyyMMdd".Length)
        {
            throw Invalid(
                $"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{signature.Scope.Date}' != "
                    + $"'{signature.Timestamp}'.");
        }
    }

    private void CheckTime(RequestSignature signature, TimeSpan skew)
    {
        var (now, signed) = (time.GetUtcNow(), signature.Time!.Value);
        var tolerance = $"{skew.TotalMinutes:0} min.)";
        if (signed > now + skew)
        {
            throw Invalid(
                $"Signature not yet current: {Text(signed)} is still later than {Text(now + skew)} ({Text(now)} + {tolerance}");
        }

        if (signature.Lifetime is { } lifetime)
        {
            if (signed + lifetime < now)
            {
                throw Invalid($"Signature expired: {Text(signed + lifetime)} is now earlier than {Text(now)}.");
            }
        }
        else if (signed < now - skew)
        {
            throw Invalid($"Signature expired: {Text(signed)} is now earlier than {Text(now - skew)} ({Text(now)} - {tolerance}");
        }
    }

    /// <summary>The host and what AWS reads in headers has to be signed; whoever passes a request on may add others.</summary>
    private static void CheckSigned(HttpRequest request, IReadOnlyList<string> signed)
    {
        var needed = request.Headers.Keys.Where(name => name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)).Prepend("Host");
        if (needed.FirstOrDefault(name => !signed.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unsigned)
        {
            throw Invalid($"'{unsigned}' must be a 'SignedHeader' in the AWS Authorization.");
        }
    }

    private static string PayloadHash(HttpRequest request, ReadOnlySpan<byte> body)
    {
        var actual = CanonicalRequest.Hash(body);
        var given = request.Headers[PayloadHeader].ToString();
        if (given is "" or UnsignedPayload)
        {
            return given.Length == 0 ? actual : given;
        }

        return given == actual ? actual : throw Invalid($"The provided '{PayloadHeader}' header does not match what was computed.");
    }

    private static CanonicalRequest Canonical(HttpRequest request, RequestSignature signature, string payloadHash)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "/";
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var headers = signature.SignedHeaders.Select(name =>
            (name, (IReadOnlyList<string>)[.. request.Headers[name].Select(value => value ?? "")]));
        var (path, query) = question < 0 ? (target, "") : (target[..question], target[(question + 1)..]);
        return new CanonicalRequest(request.Method, path, query, [.. headers], payloadHash);
    }

    private static string Text(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString(RequestSignature.TimestampFormat, CultureInfo.InvariantCulture);

    private static AwsException Invalid(string message) => new("InvalidSignatureException", message, StatusCodes.Status403Forbidden);
}
