using System.Text.Json.Serialization.Metadata;
using Amazon.EventBridge.Model;
using Amazon.Polyfills;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.EventBridge;

/// <summary>The EventBridge client; safe to share, and meant to be.</summary>
public class AmazonEventBridgeClient : AmazonServiceClient, IAmazonEventBridge
{
    private static readonly JsonOperation<PutEventsRequest, PutEventsResponse> PutEvents =
        Of("PutEvents", EventBridgeJson.Default.PutEventsRequest, EventBridgeJson.Default.PutEventsResponse);

    private static readonly JsonOperation<ListRulesRequest, ListRulesResponse> ListRules =
        Of("ListRules", EventBridgeJson.Default.ListRulesRequest, EventBridgeJson.Default.ListRulesResponse);

    private static readonly JsonOperation<ListTargetsByRuleRequest, ListTargetsByRuleResponse> ListTargetsByRule =
        Of("ListTargetsByRule", EventBridgeJson.Default.ListTargetsByRuleRequest, EventBridgeJson.Default.ListTargetsByRuleResponse);

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

    protected override IServiceMetadata ServiceMetadata => AmazonEventBridgeConfig.Service;

    public virtual Task<PutEventsResponse> PutEventsAsync(PutEventsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutEventsResponse>(request, PutEvents.Options, cancellationToken);

    public virtual Task<ListRulesResponse> ListRulesAsync(ListRulesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListRulesResponse>(request, ListRules.Options, cancellationToken);

    public virtual Task<ListTargetsByRuleResponse> ListTargetsByRuleAsync(
        ListTargetsByRuleRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListTargetsByRuleResponse>(request, ListTargetsByRule.Options, cancellationToken);

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => AmazonEventBridgeConfig.Service.Customize(pipeline);

    private static JsonOperation<TRequest, TResponse> Of<TRequest, TResponse>(
        string name, JsonTypeInfo<TRequest> request, JsonTypeInfo<TResponse> response)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new() => new()
        {
            Service = AmazonEventBridgeConfig.Service,
            Target = $"AWSEvents.{name}",
            ContentType = "application/x-amz-json-1.1",
            Request = request,
            Response = response,
            Error = (error, _) => new AmazonEventBridgeException(
                error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        };
}
