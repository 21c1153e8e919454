using Amazon.CloudWatch.Model;
using Amazon.Polyfills;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.CloudWatch;

/// <summary>The CloudWatch client; safe to share, and meant to be.</summary>
public class AmazonCloudWatchClient : AwsClient, IAmazonCloudWatch
{
    private static readonly JsonProtocol CloudWatch = new(
        "application/x-amz-json-1.0", "GraniteServiceVersion20100801", CloudWatchJson.Default, Error);

    /// <summary>Takes credentials, region and endpoint from where every AWS client takes them.</summary>
    public AmazonCloudWatchClient()
        : this(new AmazonCloudWatchConfig())
    {
    }

    public AmazonCloudWatchClient(AmazonCloudWatchConfig config)
        : base(config)
    {
    }

    public AmazonCloudWatchClient(RegionEndpoint region)
        : this(new AmazonCloudWatchConfig { RegionEndpoint = region })
    {
    }

    public AmazonCloudWatchClient(AWSCredentials credentials, AmazonCloudWatchConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    private protected override JsonProtocol Protocol => CloudWatch;

    public virtual Task<DescribeAlarmHistoryResponse> DescribeAlarmHistoryAsync(
        DescribeAlarmHistoryRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeAlarmHistoryRequest, DescribeAlarmHistoryResponse>("DescribeAlarmHistory", request, cancellationToken);

    public virtual Task<DescribeAlarmsResponse> DescribeAlarmsAsync(
        DescribeAlarmsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeAlarmsRequest, DescribeAlarmsResponse>("DescribeAlarms", request, cancellationToken);

    public virtual Task<GetMetricDataResponse> GetMetricDataAsync(
        GetMetricDataRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<GetMetricDataRequest, GetMetricDataResponse>("GetMetricData", request, cancellationToken);

    public virtual Task<ListMetricsResponse> ListMetricsAsync(ListMetricsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ListMetricsRequest, ListMetricsResponse>("ListMetrics", request, cancellationToken);

    private static AmazonCloudWatchException Error(ErrorResponse error) =>
        new(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode);
}
