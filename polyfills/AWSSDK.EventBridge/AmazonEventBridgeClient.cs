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

    public virtual Task<ListRulesResponse> ListRulesAsync(ListRulesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ListRulesRequest, ListRulesResponse>("ListRules", request, cancellationToken);

    public virtual Task<ListTargetsByRuleResponse> ListTargetsByRuleAsync(
        ListTargetsByRuleRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ListTargetsByRuleRequest, ListTargetsByRuleResponse>("ListTargetsByRule", request, cancellationToken);

    public virtual Task<PutEventsResponse> PutEventsAsync(PutEventsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<PutEventsRequest, PutEventsResponse>("PutEvents", request, cancellationToken);

    private static AmazonEventBridgeException Error(ErrorResponse error) =>
        new(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode);
}
