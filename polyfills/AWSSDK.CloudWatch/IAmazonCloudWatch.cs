using Amazon.CloudWatch.Model;
using Amazon.Runtime;

namespace Amazon.CloudWatch;

/// <summary>The operations of CloudWatch that Waybill calls.</summary>
/// <remarks>Each throws <see cref="AmazonCloudWatchException"/> where the request was refused, and whatever HTTP throws where no
/// answer came after the SDK's retries.</remarks>
public interface IAmazonCloudWatch : IAmazonService, IDisposable
{
    /// <summary>What happened to alarms, a page at a time.</summary>
    Task<DescribeAlarmHistoryResponse> DescribeAlarmHistoryAsync(
        DescribeAlarmHistoryRequest request, CancellationToken cancellationToken = default);

    /// <summary>Alarms, a page at a time.</summary>
    Task<DescribeAlarmsResponse> DescribeAlarmsAsync(DescribeAlarmsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Values of many metrics, a page at a time.</summary>
    Task<GetMetricDataResponse> GetMetricDataAsync(GetMetricDataRequest request, CancellationToken cancellationToken = default);

    /// <summary>Metrics that had a value of late, a page at a time.</summary>
    Task<ListMetricsResponse> ListMetricsAsync(ListMetricsRequest request, CancellationToken cancellationToken = default);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonCloudWatchConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new AmazonCloudWatchClient(awsCredentials, (AmazonCloudWatchConfig)clientConfig);
}
