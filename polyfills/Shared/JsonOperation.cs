using System.Globalization;
using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.Polyfills;

/// <summary>One operation of a service that speaks JSON: how its request is written and its answer read.</summary>
/// <param name="service">The service it belongs to.</param>
/// <param name="protocol">How that service speaks.</param>
/// <param name="address">Says method, path and headers.</param>
internal sealed class JsonOperation<TRequest, TResponse>(AwsService service, JsonProtocol protocol, Action<IRequest> address)
    : JsonResponseUnmarshaller, IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
    where TResponse : AmazonWebServiceResponse, new()
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, service.ServiceId);
        address(request);
        if (request.HttpMethod != "GET")
        {
            request.Content = JsonSerializer.SerializeToUtf8Bytes((TRequest)input, protocol.TypeOf<TRequest>());
            request.Headers["Content-Type"] = protocol.ContentType;
        }

        return request;
    }

    /// <summary>Reads the answer; an empty one, where a service has nothing to say, is an empty response.</summary>
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context)
    {
        using var body = new MemoryStream();
        context.Stream.CopyTo(body);
        return body.Length == 0
            ? new TResponse()
            : JsonSerializer.Deserialize(body.GetBuffer().AsSpan(0, (int)body.Length), protocol.TypeOf<TResponse>())!;
    }

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(context.Stream);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(context, ref reader);
        error.InnerException = innerException;
        error.StatusCode = statusCode;
        error.Code ??= ((int)statusCode).ToString(CultureInfo.InvariantCulture);
        return protocol.Error(error);
    }
}
