using Amazon.Runtime;
using Amazon.SimpleEmailV2.Model;

namespace Amazon.SimpleEmailV2;

/// <summary>The operations of SES v2 that Waybill calls.</summary>
public interface IAmazonSimpleEmailServiceV2 : IAmazonService, IDisposable
{
    /// <summary>Hands one mail to SES; the response's <see cref="SendEmailResponse.MessageId"/> says that it was taken, not that it
    /// arrived.</summary>
    /// <exception cref="AmazonSimpleEmailServiceV2Exception">SES refused the mail, or no answer came after the SDK's retries.</exception>
    Task<SendEmailResponse> SendEmailAsync(SendEmailRequest request, CancellationToken cancellationToken = default);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonSimpleEmailServiceV2Config();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new AmazonSimpleEmailServiceV2Client(awsCredentials, (AmazonSimpleEmailServiceV2Config)clientConfig);
}
