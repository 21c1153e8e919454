using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.Polyfills;

/// <summary>What every service's client is made of: AWSSDK.Core's pipeline, told of the service, and JSON over it.</summary>
/// <remarks>Public only because its heirs are: the official packages have no such type.</remarks>
public abstract class AwsClient : AmazonServiceClient
{
    private protected AwsClient(AwsConfig config)
        : base(config)
    {
    }

    private protected AwsClient(AWSCredentials credentials, AwsConfig config)
        : base(credentials, config)
    {
    }

    protected override IServiceMetadata ServiceMetadata => Service;

    private protected abstract JsonProtocol Protocol { get; }

    // Read from the configuration, because the constructor of AmazonServiceClient already asks for it.
    private AwsService Service => ((AwsConfig)Config).Service;

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => Service.Customize(pipeline);

    /// <summary>Calls an operation of the AWS JSON protocols, which a header names.</summary>
    private protected Task<TResponse> CallAsync<TRequest, TResponse>(string name, TRequest request, CancellationToken cancellationToken)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new() =>
        CallAsync<TRequest, TResponse>(
            http => http.To("POST", "/").Headers["X-Amz-Target"] = $"{Protocol.TargetPrefix}.{name}", request, cancellationToken);

    /// <summary>Calls an operation of the REST protocol, which method and path name.</summary>
    private protected Task<TResponse> CallAsync<TRequest, TResponse>(
        Action<IRequest> address, TRequest request, CancellationToken cancellationToken)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new()
    {
        var operation = new JsonOperation<TRequest, TResponse>(Service, Protocol, address);
        return InvokeAsync<TResponse>(
            request, new InvokeOptions { RequestMarshaller = operation, ResponseUnmarshaller = operation }, cancellationToken);
    }
}
