using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Amazon.Polyfills;

/// <summary>What the configuration of every service's client is made of; only the service differs.</summary>
/// <remarks>Public only because its heirs are: the official packages have no such type.</remarks>
public abstract class AwsConfig : ClientConfig
{
    private protected AwsConfig(AwsService service)
        : base(AwsService.DefaultConfiguration())
    {
        Service = service;
        ServiceId = service.ServiceId;
        AuthenticationServiceName = service.SigningName;
        EndpointProvider = new ServiceEndpoints(service);
    }

    public override string RegionEndpointServiceName => Service.EndpointPrefix;

    public override string ServiceVersion => Service.ApiVersion;

    public override string UserAgent => Service.UserAgent;

    internal AwsService Service { get; }

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        Service.Endpoint(this, parameters.AlternateEndpoint);
}
