using Amazon.Polyfills;

namespace Amazon.EventBridge;

/// <summary>How to reach EventBridge; what is not set comes from the environment and the shared AWS configuration, as in every AWS
/// client.</summary>
public class AmazonEventBridgeConfig() : AwsConfig(EventBridge)
{
    private static readonly AwsService EventBridge = new("EventBridge", "events", "events", "2015-10-07");
}
