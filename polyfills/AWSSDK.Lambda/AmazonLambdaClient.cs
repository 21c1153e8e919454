using Amazon.Lambda.Model;
using Amazon.Polyfills;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.Lambda;

/// <summary>The Lambda client; safe to share, and meant to be.</summary>
public class AmazonLambdaClient : AwsClient, IAmazonLambda
{
    private const string Configuration = "/2015-03-31/functions/{FunctionName}/configuration";
    private const string Mappings = "/2015-03-31/event-source-mappings";
    private const string Mapping = Mappings + "/{UUID}";

    private static readonly JsonProtocol Lambda = new("application/json", TargetPrefix: null, LambdaJson.Default, Error);

    /// <summary>Takes credentials, region and endpoint from where every AWS client takes them.</summary>
    public AmazonLambdaClient()
        : this(new AmazonLambdaConfig())
    {
    }

    public AmazonLambdaClient(AmazonLambdaConfig config)
        : base(config)
    {
    }

    public AmazonLambdaClient(RegionEndpoint region)
        : this(new AmazonLambdaConfig { RegionEndpoint = region })
    {
    }

    public AmazonLambdaClient(AWSCredentials credentials, AmazonLambdaConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    private protected override JsonProtocol Protocol => Lambda;

    public virtual Task<GetEventSourceMappingResponse> GetEventSourceMappingAsync(
        GetEventSourceMappingRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<GetEventSourceMappingRequest, GetEventSourceMappingResponse>(
            http => http.To("GET", Mapping).Path("UUID", request.UUID), request, cancellationToken);

    public virtual Task<GetFunctionConfigurationResponse> GetFunctionConfigurationAsync(
        GetFunctionConfigurationRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<GetFunctionConfigurationRequest, GetFunctionConfigurationResponse>(
            http => http.To("GET", Configuration).Path("FunctionName", request.FunctionName), request, cancellationToken);

    public virtual Task<ListEventSourceMappingsResponse> ListEventSourceMappingsAsync(
        ListEventSourceMappingsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ListEventSourceMappingsRequest, ListEventSourceMappingsResponse>(
            http => http.To("GET", Mappings)
                .Query("EventSourceArn", request.EventSourceArn).Query("FunctionName", request.FunctionName)
                .Query("Marker", request.Marker).Query("MaxItems", request.MaxItems),
            request,
            cancellationToken);

    public virtual Task<ListFunctionsResponse> ListFunctionsAsync(
        ListFunctionsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ListFunctionsRequest, ListFunctionsResponse>(
            http => http.To("GET", "/2015-03-31/functions").Query("Marker", request.Marker).Query("MaxItems", request.MaxItems),
            request,
            cancellationToken);

    public virtual Task<ListTagsResponse> ListTagsAsync(ListTagsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ListTagsRequest, ListTagsResponse>(
            http => http.To("GET", "/2017-03-31/tags/{Resource}").Path("Resource", request.Resource), request, cancellationToken);

    public virtual Task<UpdateEventSourceMappingResponse> UpdateEventSourceMappingAsync(
        UpdateEventSourceMappingRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<UpdateEventSourceMappingRequest, UpdateEventSourceMappingResponse>(
            http => http.To("PUT", Mapping).Path("UUID", request.UUID), request, cancellationToken);

    public virtual Task<UpdateFunctionConfigurationResponse> UpdateFunctionConfigurationAsync(
        UpdateFunctionConfigurationRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<UpdateFunctionConfigurationRequest, UpdateFunctionConfigurationResponse>(
            http => http.To("PUT", Configuration).Path("FunctionName", request.FunctionName), request, cancellationToken);

    private static AmazonLambdaException Error(ErrorResponse error) => error.Code switch
    {
        "ResourceNotFoundException" => new ResourceNotFoundException(
            error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        _ => new AmazonLambdaException(
            error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
    };
}
