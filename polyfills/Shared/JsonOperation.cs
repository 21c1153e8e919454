using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.Polyfills;

/// <summary>One operation of a service that speaks JSON: how its request is written and its answer read.</summary>
internal sealed class JsonOperation<TRequest, TResponse> : JsonResponseUnmarshaller, IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
    where TResponse : AmazonWebServiceResponse, new()
{
    /// <summary>The service it belongs to.</summary>
    public required AwsService Service { get; init; }

    public required JsonTypeInfo<TRequest> Request { get; init; }

    public required JsonTypeInfo<TResponse> Response { get; init; }

    /// <summary>Makes the service's own exception of what it answered.</summary>
    public required Func<ErrorResponse, IWebResponseData, AmazonServiceException> Error { get; init; }

    public required string ContentType { get; init; }

    /// <summary>The operation's name in the AWS JSON protocols; null in REST, where the path says it.</summary>
    public string? Target { get; init; }

    public string Path { get; init; } = "/";

    public InvokeOptions Options => new() { RequestMarshaller = this, ResponseUnmarshaller = this };

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, Service.ServiceId)
        {
            HttpMethod = "POST",
            ResourcePath = Path,
            Content = JsonSerializer.SerializeToUtf8Bytes((TRequest)input, Request),
        };
        request.Headers["Content-Type"] = ContentType;
        if (Target is not null)
        {
            request.Headers["X-Amz-Target"] = Target;
        }

        return request;
    }

    /// <summary>Reads the answer; an empty one, as SQS gives where it has nothing to say, is an empty response.</summary>
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context)
    {
        using var body = new MemoryStream();
        context.Stream.CopyTo(body);
        return body.Length == 0 ? new TResponse() : JsonSerializer.Deserialize(body.GetBuffer().AsSpan(0, (int)body.Length), Response)!;
    }

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(context.Stream);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(context, ref reader);
        error.InnerException = innerException;
        error.StatusCode = statusCode;
        error.Code ??= ((int)statusCode).ToString(CultureInfo.InvariantCulture);
        return Error(error, context.ResponseData);
    }
}
