using System.Text.Json.Serialization.Metadata;
using Amazon.Polyfills;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.SQS.Model;

namespace Amazon.SQS;

/// <summary>The operations on the wire: AWS JSON 1.0, named by a header.</summary>
internal static class SQSOperations
{
    public static readonly JsonOperation<ChangeMessageVisibilityRequest, ChangeMessageVisibilityResponse> ChangeMessageVisibility =
        Of("ChangeMessageVisibility", SQSJson.Default.ChangeMessageVisibilityRequest, SQSJson.Default.ChangeMessageVisibilityResponse);

    public static readonly JsonOperation<DeleteMessageRequest, DeleteMessageResponse> DeleteMessage =
        Of("DeleteMessage", SQSJson.Default.DeleteMessageRequest, SQSJson.Default.DeleteMessageResponse);

    public static readonly JsonOperation<DeleteMessageBatchRequest, DeleteMessageBatchResponse> DeleteMessageBatch =
        Of("DeleteMessageBatch", SQSJson.Default.DeleteMessageBatchRequest, SQSJson.Default.DeleteMessageBatchResponse);

    public static readonly JsonOperation<GetQueueAttributesRequest, GetQueueAttributesResponse> GetQueueAttributes =
        Of("GetQueueAttributes", SQSJson.Default.GetQueueAttributesRequest, SQSJson.Default.GetQueueAttributesResponse);

    public static readonly JsonOperation<GetQueueUrlRequest, GetQueueUrlResponse> GetQueueUrl =
        Of("GetQueueUrl", SQSJson.Default.GetQueueUrlRequest, SQSJson.Default.GetQueueUrlResponse);

    public static readonly JsonOperation<ListQueuesRequest, ListQueuesResponse> ListQueues =
        Of("ListQueues", SQSJson.Default.ListQueuesRequest, SQSJson.Default.ListQueuesResponse);

    public static readonly JsonOperation<PurgeQueueRequest, PurgeQueueResponse> PurgeQueue =
        Of("PurgeQueue", SQSJson.Default.PurgeQueueRequest, SQSJson.Default.PurgeQueueResponse);

    public static readonly JsonOperation<ReceiveMessageRequest, ReceiveMessageResponse> ReceiveMessage =
        Of("ReceiveMessage", SQSJson.Default.ReceiveMessageRequest, SQSJson.Default.ReceiveMessageResponse);

    public static readonly JsonOperation<SendMessageRequest, SendMessageResponse> SendMessage =
        Of("SendMessage", SQSJson.Default.SendMessageRequest, SQSJson.Default.SendMessageResponse);

    public static readonly JsonOperation<SendMessageBatchRequest, SendMessageBatchResponse> SendMessageBatch =
        Of("SendMessageBatch", SQSJson.Default.SendMessageBatchRequest, SQSJson.Default.SendMessageBatchResponse);

    private static JsonOperation<TRequest, TResponse> Of<TRequest, TResponse>(
        string name, JsonTypeInfo<TRequest> request, JsonTypeInfo<TResponse> response)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new() => new()
        {
            Service = AmazonSQSConfig.Service,
            Target = $"AmazonSQS.{name}",
            ContentType = "application/x-amz-json-1.0",
            Request = request,
            Response = response,
            Error = ToException,
        };

    /// <summary>SQS sends the code of its older protocol, which is the one its documentation lists, in a header.</summary>
    /// <remarks>Source: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait</remarks>
    private static AmazonSQSException ToException(ErrorResponse error, IWebResponseData response)
    {
        const string QueryError = "x-amzn-query-error";
        var name = error.Code;
        var code = response.IsHeaderPresent(QueryError) ? response.GetHeaderValue(QueryError).Split(';')[0] : name;
        return name is "QueueDoesNotExist"
            ? new QueueDoesNotExistException(error.Message, error.InnerException, error.Type, code, error.RequestId, error.StatusCode)
            : new AmazonSQSException(error.Message, error.InnerException, error.Type, code, error.RequestId, error.StatusCode);
    }
}
