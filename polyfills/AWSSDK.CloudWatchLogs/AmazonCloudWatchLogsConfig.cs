using Amazon.Polyfills;

namespace Amazon.CloudWatchLogs;

/// <summary>How to reach CloudWatch Logs; what is not set comes from the environment and the shared AWS configuration, as in every AWS
/// client.</summary>
public class AmazonCloudWatchLogsConfig() : AwsConfig(Logs)
{
    private static readonly AwsService Logs = new("CloudWatch Logs", "logs", "logs", "2014-03-28");
}
