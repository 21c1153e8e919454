using Amazon.Polyfills;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Amazon.SimpleEmailV2;

/// <summary>How to reach SES v2; what is not set comes from the environment and the shared AWS configuration, as in every AWS
/// client.</summary>
public class AmazonSimpleEmailServiceV2Config : ClientConfig
{
    internal static readonly AwsService Service = new("SESv2", "ses", "email", "2019-09-27");

    public AmazonSimpleEmailServiceV2Config()
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
