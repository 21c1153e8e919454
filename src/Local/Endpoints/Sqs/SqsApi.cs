using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>SQS over its JSON and Query protocols, for the queues of the template.</summary>
internal sealed class SqsApi : AwsApi
{
    public SqsApi(LiveAccount account, Queues queues)
    {
        var lookup = new QueueLookup(account, queues);
        var sending = new SqsSending(queues, lookup);
        var receiving = new SqsReceiving(lookup);
        var reading = new SqsReading(lookup);
        Operations = new Dictionary<string, AwsOperation>(StringComparer.Ordinal)
        {
            ["SendMessage"] = sending.SendMessageAsync,
            ["SendMessageBatch"] = sending.SendMessageBatchAsync,
            ["ReceiveMessage"] = receiving.ReceiveMessageAsync,
            ["DeleteMessage"] = receiving.DeleteMessageAsync,
            ["DeleteMessageBatch"] = receiving.DeleteMessageBatchAsync,
            ["ChangeMessageVisibility"] = receiving.ChangeMessageVisibilityAsync,
            ["PurgeQueue"] = receiving.PurgeQueueAsync,
            ["GetQueueUrl"] = reading.GetQueueUrlAsync,
            ["GetQueueAttributes"] = reading.GetQueueAttributesAsync,
            ["ListQueues"] = reading.ListQueuesAsync,
        }.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public override string Name => "SQS";
    public override string TargetPrefix => "AmazonSQS";
    public override string ContentType => "application/x-amz-json-1.0";
    public override string SigningName => "sqs";
    public override QueryService Query => SqsShapes.Query;
    public override ShapeTable Shapes => SqsShapes.Table;
    public override string ErrorNamespace => "com.amazonaws.sqs#";
    public override FrozenDictionary<string, AwsOperation> Operations { get; }

    public override AwsException? Translate(Exception error) => error switch
    {
        QueueNotFoundException => QueueLookup.NotFound(error.Message),
        ReceiptHandleInvalidException invalid => Invalid(invalid),
        MessageNotInFlightException => new AwsException("MessageNotInflight", error.Message)
        {
            QueryCode = "AWS.SimpleQueueService.MessageNotInflight",
        },
        _ => null,
    };

    public static AwsException Invalid(ReceiptHandleInvalidException error) =>
        new("ReceiptHandleIsInvalid", error.Message, StatusCodes.Status404NotFound);
}
