using Amazon.EventBridge.Model;
using Amazon.Polyfills;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.EventBridge;

/// <summary>The EventBridge client; safe to share, and meant to be.</summary>
public class AmazonEventBridgeClient : AmazonServiceClient, IAmazonEventBridge
{
    private static readonly JsonOperation<PutEventsRequest, PutEventsResponse> PutEvents = new()
    {
        Service = AmazonEventBridgeConfig.Service,
        Target = "AWSEvents.PutEvents",
        ContentType = "application/x-amz-json-1.1",
        Request = EventBridgeJson.Default.PutEventsRequest,
        Response = EventBridgeJson.Default.PutEventsResponse,
        Error = (error, _) => new AmazonEventBridgeException(
            error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
    };

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

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => AmazonEventBridgeConfig.Service.Customize(pipeline);
}
