using Amazon.CloudWatchLogs.Model;
using Amazon.Polyfills;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.CloudWatchLogs;

/// <summary>The CloudWatch Logs client; safe to share, and meant to be.</summary>
public class AmazonCloudWatchLogsClient : AwsClient, IAmazonCloudWatchLogs
{
    private static readonly JsonProtocol Logs = new("application/x-amz-json-1.1", "Logs_20140328", LogsJson.Default, Error);

    /// <summary>Takes credentials, region and endpoint from where every AWS client takes them.</summary>
    public AmazonCloudWatchLogsClient()
        : this(new AmazonCloudWatchLogsConfig())
    {
    }

    public AmazonCloudWatchLogsClient(AmazonCloudWatchLogsConfig config)
        : base(config)
    {
    }

    public AmazonCloudWatchLogsClient(RegionEndpoint region)
        : this(new AmazonCloudWatchLogsConfig { RegionEndpoint = region })
    {
    }

    public AmazonCloudWatchLogsClient(AWSCredentials credentials, AmazonCloudWatchLogsConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    private protected override JsonProtocol Protocol => Logs;

    public virtual Task<DescribeLogGroupsResponse> DescribeLogGroupsAsync(
        DescribeLogGroupsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeLogGroupsRequest, DescribeLogGroupsResponse>("DescribeLogGroups", request, cancellationToken);

    public virtual Task<FilterLogEventsResponse> FilterLogEventsAsync(
        FilterLogEventsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<FilterLogEventsRequest, FilterLogEventsResponse>("FilterLogEvents", request, cancellationToken);

    private static AmazonCloudWatchLogsException Error(ErrorResponse error) => error.Code switch
    {
        "ResourceNotFoundException" => new ResourceNotFoundException(
            error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        _ => new AmazonCloudWatchLogsException(
            error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
    };
}
