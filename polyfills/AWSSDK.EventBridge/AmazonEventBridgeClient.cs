using Amazon.EventBridge.Model;
using Amazon.Polyfills;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.EventBridge;

/// <summary>The EventBridge client; safe to share, and meant to be.</summary>
public class AmazonEventBridgeClient : AwsClient, IAmazonEventBridge
{
    private static readonly JsonProtocol EventBridge = new("application/x-amz-json-1.1", "AWSEvents", EventBridgeJson.Default, Error);

    /// <summary>Takes credentials, region and endpoint from where every AWS client takes them.</summary>
    public AmazonEventBridgeClient()
        : this(new AmazonEventBridgeConfig())
    {
    }

    public AmazonEventBridgeClient(AmazonEventBridgeConfig config)
        : base(config)
    {
    }

    public AmazonEventBridgeClient(RegionEndpoint region)
        : this(new AmazonEventBridgeConfig { RegionEndpoint = region })
    {
    }

    public AmazonEventBridgeClient(AWSCredentials credentials, AmazonEventBridgeConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    private protected override JsonProtocol Protocol => EventBridge;

    public virtual Task<CancelReplayResponse> CancelReplayAsync(
        CancelReplayRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<CancelReplayRequest, CancelReplayResponse>("CancelReplay", request, cancellationToken);

    public virtual Task<DescribeArchiveResponse> DescribeArchiveAsync(
        DescribeArchiveRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeArchiveRequest, DescribeArchiveResponse>("DescribeArchive", request, cancellationToken);

    public virtual Task<DescribeReplayResponse> DescribeReplayAsync(
        DescribeReplayRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeReplayRequest, DescribeReplayResponse>("DescribeReplay", request, cancellationToken);

    public virtual Task<DescribeRuleResponse> DescribeRuleAsync(
        DescribeRuleRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeRuleRequest, DescribeRuleResponse>("DescribeRule", request, cancellationToken);

    public virtual Task<DisableRuleResponse> DisableRuleAsync(
        DisableRuleRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DisableRuleRequest, DisableRuleResponse>("DisableRule", request, cancellationToken);

    public virtual Task<EnableRuleResponse> EnableRuleAsync(
        EnableRuleRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<EnableRuleRequest, EnableRuleResponse>("EnableRule", request, cancellationToken);

    public virtual Task<ListArchivesResponse> ListArchivesAsync(
        ListArchivesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ListArchivesRequest, ListArchivesResponse>("ListArchives", request, cancellationToken);

    public virtual Task<ListEventBusesResponse> ListEventBusesAsync(
        ListEventBusesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ListEventBusesRequest, ListEventBusesResponse>("ListEventBuses", request, cancellationToken);

    public virtual Task<ListReplaysResponse> ListReplaysAsync(
        ListReplaysRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ListReplaysRequest, ListReplaysResponse>("ListReplays", request, cancellationToken);

    public virtual Task<ListRuleNamesByTargetResponse> ListRuleNamesByTargetAsync(
        ListRuleNamesByTargetRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ListRuleNamesByTargetRequest, ListRuleNamesByTargetResponse>("ListRuleNamesByTarget", request, cancellationToken);

    public virtual Task<ListRulesResponse> ListRulesAsync(ListRulesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ListRulesRequest, ListRulesResponse>("ListRules", request, cancellationToken);

    public virtual Task<ListTargetsByRuleResponse> ListTargetsByRuleAsync(
        ListTargetsByRuleRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ListTargetsByRuleRequest, ListTargetsByRuleResponse>("ListTargetsByRule", request, cancellationToken);

    public virtual Task<PutEventsResponse> PutEventsAsync(PutEventsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<PutEventsRequest, PutEventsResponse>("PutEvents", request, cancellationToken);

    public virtual Task<StartReplayResponse> StartReplayAsync(
        StartReplayRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<StartReplayRequest, StartReplayResponse>("StartReplay", request, cancellationToken);

    private static AmazonEventBridgeException Error(ErrorResponse error) => error.Code switch
    {
        "ResourceNotFoundException" => new ResourceNotFoundException(
            error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        _ => new AmazonEventBridgeException(
            error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
    };
}
