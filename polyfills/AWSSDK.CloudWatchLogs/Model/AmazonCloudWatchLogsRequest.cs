using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>What every CloudWatch Logs request has in common.</summary>
public class AmazonCloudWatchLogsRequest : AmazonWebServiceRequest;
