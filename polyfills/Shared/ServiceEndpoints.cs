using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Amazon.Polyfills;

/// <summary>Everything an endpoint depends on: the client's settings and one request's region.</summary>
internal sealed class ServiceEndpointParameters(IClientConfig config, RegionEndpoint? region) : EndpointParameters
{
    public IClientConfig Config => config;

    public RegionEndpoint? Region => region;
}

internal sealed class ServiceEndpoints(AwsService service) : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        var given = (ServiceEndpointParameters)parameters;
        return service.Endpoint(given.Config, given.Region);
    }
}
