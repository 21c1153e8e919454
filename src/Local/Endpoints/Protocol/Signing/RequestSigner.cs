using System.Globalization;
using Amazon.Runtime;

namespace Waybill.Local.Endpoints.Protocol.Signing;

/// <summary>Signs requests as clients of AWS do.</summary>
/// <param name="credentials">The key.</param>
/// <param name="service">The service that is called.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestSigner(AWSCredentials credentials, string service, TimeProvider time)
    : DelegatingHandler(new HttpClientHandler())
{
    private const string DateHeader = "x-amz-date";

    /// <summary>Signatures need one, and nobody asks which.</summary>
    private const string Region = "us-east-1";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var key = await credentials.GetCredentialsAsync();
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : [];
        var timestamp = time.GetUtcNow().UtcDateTime.ToString(RequestSignature.TimestampFormat, CultureInfo.InvariantCulture);
        var scope = new CredentialScope(key.AccessKey, timestamp[.."yyyyMMdd".Length], Region, service);
        var uri = request.RequestUri!;
        var canonical = new CanonicalRequest(
            request.Method.Method, uri.AbsolutePath, uri.Query.TrimStart('?'), [("host", [uri.Authority]), (DateHeader, [timestamp])],
            CanonicalRequest.Hash(body));
        request.Headers.Add(DateHeader, timestamp);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"{CredentialScope.Algorithm} Credential={key.AccessKey}/{scope}, SignedHeaders=host;{DateHeader}, "
                + $"Signature={canonical.Sign(key.SecretKey, scope, timestamp)}");
        return await base.SendAsync(request, cancellationToken);
    }
}
