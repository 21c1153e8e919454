using Amazon.EventBridge.Model;
using Amazon.Runtime;

namespace Amazon.EventBridge;

/// <summary>The operations of EventBridge that Waybill calls.</summary>
public interface IAmazonEventBridge : IAmazonService, IDisposable
{
    /// <summary>Sends up to ten events to buses; each entry of the response says whether its event got in.</summary>
    /// <exception cref="AmazonEventBridgeException">The request as a whole was refused, or no answer came after the SDK's
    /// retries.</exception>
    Task<PutEventsResponse> PutEventsAsync(PutEventsRequest request, CancellationToken cancellationToken = default);

    /// <summary>The rules of a bus, a page at a time.</summary>
    /// <exception cref="AmazonEventBridgeException">The request was refused, or no answer came after the SDK's retries.</exception>
    Task<ListRulesResponse> ListRulesAsync(ListRulesRequest request, CancellationToken cancellationToken = default);

    /// <summary>The targets of a rule, a page at a time.</summary>
    /// <exception cref="AmazonEventBridgeException">The request was refused, or no answer came after the SDK's retries.</exception>
    Task<ListTargetsByRuleResponse> ListTargetsByRuleAsync(ListTargetsByRuleRequest request, CancellationToken cancellationToken = default);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonEventBridgeConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new AmazonEventBridgeClient(awsCredentials, (AmazonEventBridgeConfig)clientConfig);
}
