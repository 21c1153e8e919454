using Amazon.Polyfills;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SimpleEmailV2.Model;

namespace Amazon.SimpleEmailV2;

/// <summary>The SES v2 client; safe to share, and meant to be.</summary>
public class AmazonSimpleEmailServiceV2Client : AmazonServiceClient, IAmazonSimpleEmailServiceV2
{
    private static readonly JsonOperation<SendEmailRequest, SendEmailResponse> SendEmail = new()
    {
        Service = AmazonSimpleEmailServiceV2Config.Service,
        Path = "/v2/email/outbound-emails",
        ContentType = "application/json",
        Request = SimpleEmailV2Json.Default.SendEmailRequest,
        Response = SimpleEmailV2Json.Default.SendEmailResponse,
        Error = (error, _) => new AmazonSimpleEmailServiceV2Exception(
            error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
    };

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

    protected override IServiceMetadata ServiceMetadata => AmazonSimpleEmailServiceV2Config.Service;

    public virtual Task<SendEmailResponse> SendEmailAsync(SendEmailRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<SendEmailResponse>(request, SendEmail.Options, cancellationToken);

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) =>
        AmazonSimpleEmailServiceV2Config.Service.Customize(pipeline);
}
