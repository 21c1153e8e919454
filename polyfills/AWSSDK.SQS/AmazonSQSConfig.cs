using Amazon.Polyfills;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Amazon.SQS;

/// <summary>How to reach SQS; what is not set comes from the environment and the shared AWS configuration, as in every AWS client.</summary>
public class AmazonSQSConfig : ClientConfig
{
    internal static readonly AwsService Service = new("SQS", "sqs", "sqs", "2012-11-05");

    public AmazonSQSConfig()
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
