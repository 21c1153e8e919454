using Amazon.Polyfills;
using Amazon.Runtime;
using Amazon.SimpleEmailV2.Model;

namespace Amazon.SimpleEmailV2;

/// <summary>The SES v2 client; safe to share, and meant to be.</summary>
public class AmazonSimpleEmailServiceV2Client : AwsClient, IAmazonSimpleEmailServiceV2
{
    private static readonly JsonProtocol SimpleEmail = new(
        "application/json",
        TargetPrefix: null,
        SimpleEmailV2Json.Default,
        error => new AmazonSimpleEmailServiceV2Exception(
            error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode));

    /// <summary>Takes credentials, region and endpoint from where every AWS client takes them.</summary>
    public AmazonSimpleEmailServiceV2Client()
        : this(new AmazonSimpleEmailServiceV2Config())
    {
    }

    public AmazonSimpleEmailServiceV2Client(AmazonSimpleEmailServiceV2Config config)
        : base(config)
    {
    }

    public AmazonSimpleEmailServiceV2Client(RegionEndpoint region)
        : this(new AmazonSimpleEmailServiceV2Config { RegionEndpoint = region })
    {
    }

    public AmazonSimpleEmailServiceV2Client(AWSCredentials credentials, AmazonSimpleEmailServiceV2Config clientConfig)
        : base(credentials, clientConfig)
    {
    }

    private protected override JsonProtocol Protocol => SimpleEmail;

    public virtual Task<SendEmailResponse> SendEmailAsync(SendEmailRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<SendEmailRequest, SendEmailResponse>(
            http => http.To("POST", "/v2/email/outbound-emails"), request, cancellationToken);
}
