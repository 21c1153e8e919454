using Amazon.Lambda.Model;
using Amazon.Runtime;

namespace Amazon.Lambda;

/// <summary>The operations of Lambda that Waybill calls.</summary>
/// <remarks>Each throws <see cref="AmazonLambdaException"/> where the request was refused, <see cref="ResourceNotFoundException"/>
/// where what it names is not there, and whatever HTTP throws where no answer came after the SDK's retries.</remarks>
public interface IAmazonLambda : IAmazonService, IDisposable
{
    Task<GetEventSourceMappingResponse> GetEventSourceMappingAsync(
        GetEventSourceMappingRequest request, CancellationToken cancellationToken = default);

    Task<GetFunctionConfigurationResponse> GetFunctionConfigurationAsync(
        GetFunctionConfigurationRequest request, CancellationToken cancellationToken = default);

    /// <summary>Mappings, a page at a time.</summary>
    Task<ListEventSourceMappingsResponse> ListEventSourceMappingsAsync(
        ListEventSourceMappingsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Functions, a page at a time.</summary>
    Task<ListFunctionsResponse> ListFunctionsAsync(ListFunctionsRequest request, CancellationToken cancellationToken = default);

    Task<ListTagsResponse> ListTagsAsync(ListTagsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Changes a mapping; the answer comes before it has taken effect.</summary>
    Task<UpdateEventSourceMappingResponse> UpdateEventSourceMappingAsync(
        UpdateEventSourceMappingRequest request, CancellationToken cancellationToken = default);

    /// <summary>Changes a function; <see cref="LastUpdateStatus"/> says whether it has taken effect.</summary>
    Task<UpdateFunctionConfigurationResponse> UpdateFunctionConfigurationAsync(
        UpdateFunctionConfigurationRequest request, CancellationToken cancellationToken = default);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonLambdaConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new AmazonLambdaClient(awsCredentials, (AmazonLambdaConfig)clientConfig);
}
