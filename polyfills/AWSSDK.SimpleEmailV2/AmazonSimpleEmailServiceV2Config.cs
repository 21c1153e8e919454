using Amazon.Polyfills;

namespace Amazon.SimpleEmailV2;

/// <summary>How to reach SES v2; what is not set comes from the environment and the shared AWS configuration, as in every AWS
/// client.</summary>
public class AmazonSimpleEmailServiceV2Config() : AwsConfig(SimpleEmail)
{
    private static readonly AwsService SimpleEmail = new("SESv2", "ses", "email", "2019-09-27");
}
