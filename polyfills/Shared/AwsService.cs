using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Util.Internal;

namespace Amazon.Polyfills;

/// <summary>What distinguishes one AWS service from another, and how AWSSDK.Core's pipeline is told.</summary>
/// <param name="ServiceId">Names the service in the shared configuration: <c>AWS_ENDPOINT_URL_{ID}</c>.</param>
/// <param name="SigningName">The service's name in a SigV4 signature.</param>
/// <param name="EndpointPrefix">The first label of its host name.</param>
/// <param name="ApiVersion">The date of its API.</param>
internal sealed record AwsService(string ServiceId, string SigningName, string EndpointPrefix, string ApiVersion) : IServiceMetadata
{
    private const string StandInVersion = "4.0";

    public string UserAgent { get; } = InternalSDKUtils.BuildUserAgentString(ServiceId, StandInVersion);

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The SDK's recommended settings; none of them is particular to a service.</summary>
    public static DefaultConfigurationProvider DefaultConfiguration() => new(
    [
        new DefaultConfiguration
        {
            Name = DefaultConfigurationMode.Standard,
            RetryMode = RequestRetryMode.Standard,
            S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
            ConnectTimeout = TimeSpan.FromMilliseconds(3100),
            TlsNegotiationTimeout = TimeSpan.FromMilliseconds(3100),
        },
    ]);

    /// <summary>Gives requests the service's address and signature, in the places where the official clients do.</summary>
    public void Customize(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new ServiceEndpointResolver());
        pipeline.AddHandlerAfter<RetryHandler>(new SignatureV4Handler());
    }

    /// <exception cref="AmazonClientException">Neither an endpoint nor a region is configured, or one that the stand-in lacks.</exception>
    public Endpoint Endpoint(IClientConfig config, RegionEndpoint? region)
    {
        if (config.ServiceURL is { Length: > 0 } url)
        {
            return new Endpoint(url);
        }

        if (config.UseFIPSEndpoint || config.UseDualstackEndpoint)
        {
            throw new AmazonClientException(
                $"{ServiceId}: FIPS and dual-stack endpoints need the official package; build with -p:AwsPackages=official.");
        }

        region ??= config.RegionEndpoint ?? throw new AmazonClientException(
            $"{ServiceId}: no region and no endpoint configured; set AWS_REGION or AWS_ENDPOINT_URL.");
        return new Endpoint($"https://{EndpointPrefix}.{region.SystemName}.{region.PartitionDnsSuffix}");
    }

    private sealed class ServiceEndpointResolver : BaseEndpointResolver
    {
        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) =>
            new ServiceEndpointParameters(requestContext.ClientConfig, requestContext.Request.AlternateEndpoint);
    }

    private sealed class SignatureV4Handler : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) =>
            Amazon.Runtime.Credentials.Internal.AuthSchemeOption.DEFAULT_SIGV4;
    }
}
