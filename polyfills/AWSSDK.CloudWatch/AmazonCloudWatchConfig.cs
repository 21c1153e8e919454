using Amazon.Polyfills;

namespace Amazon.CloudWatch;

/// <summary>How to reach CloudWatch; what is not set comes from the environment and the shared AWS configuration, as in every AWS
/// client.</summary>
public class AmazonCloudWatchConfig() : AwsConfig(CloudWatch)
{
    private static readonly AwsService CloudWatch = new("CloudWatch", "monitoring", "monitoring", "2010-08-01");
}
