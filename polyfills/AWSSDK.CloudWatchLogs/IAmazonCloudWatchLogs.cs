using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs;

/// <summary>The operations of CloudWatch Logs that Waybill calls.</summary>
/// <remarks>Each throws <see cref="AmazonCloudWatchLogsException"/> where the request was refused, <see cref="ResourceNotFoundException"/>
/// where what it names is not there, and whatever HTTP throws where no answer came after the SDK's retries.</remarks>
public interface IAmazonCloudWatchLogs : IAmazonService, IDisposable
{
    /// <summary>Log groups by name, a page at a time.</summary>
    Task<DescribeLogGroupsResponse> DescribeLogGroupsAsync(DescribeLogGroupsRequest request, CancellationToken cancellationToken = default);

    /// <summary>The events of a group that match a pattern, a page at a time.</summary>
    Task<FilterLogEventsResponse> FilterLogEventsAsync(FilterLogEventsRequest request, CancellationToken cancellationToken = default);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonCloudWatchLogsConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new AmazonCloudWatchLogsClient(awsCredentials, (AmazonCloudWatchLogsConfig)clientConfig);
}
