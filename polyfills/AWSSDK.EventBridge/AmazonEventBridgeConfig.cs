using Amazon.Polyfills;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Amazon.EventBridge;

/// <summary>How to reach EventBridge; what is not set comes from the environment and the shared AWS configuration, as in every AWS
/// client.</summary>
public class AmazonEventBridgeConfig : ClientConfig
{
    internal static readonly AwsService Service = new("EventBridge", "events", "events", "2015-10-07");

    public AmazonEventBridgeConfig()
        : base(AwsService.DefaultConfiguration())
    {
        ServiceId = Service.ServiceId;
        AuthenticationServiceName = Service.SigningName;
        EndpointProvider = new ServiceEndpoints(Service);
    }

    public override string RegionEndpointServiceName => Service.EndpointPrefix;

    public override string ServiceVersion => Service.ApiVersion;

    public override string UserAgent => Service.UserAgent;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        Service.Endpoint(this, parameters.AlternateEndpoint);
}
