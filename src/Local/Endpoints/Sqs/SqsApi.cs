using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>SQS over its JSON and Query protocols, for the account's queues.</summary>
internal sealed class SqsApi : AwsApi
{
    public SqsApi(LiveAccount account, Queues queues)
    {
        var lookup = new QueueLookup(account, queues);
        var sending = new SqsSending(queues, lookup);
        var receiving = new SqsReceiving(lookup);
        var reading = new SqsReading(account, lookup);
        var changing = new SqsQueues(account, queues, lookup);
        var permissions = new SqsPermissions(account, lookup);
        var moving = new SqsMoving(account, queues);
        Operations = new Dictionary<string, AwsOperation>(StringComparer.Ordinal)
        {
            ["SendMessage"] = sending.SendMessageAsync,
            ["SendMessageBatch"] = sending.SendMessageBatchAsync,
            ["ReceiveMessage"] = receiving.ReceiveMessageAsync,
            ["DeleteMessage"] = receiving.DeleteMessageAsync,
            ["DeleteMessageBatch"] = receiving.DeleteMessageBatchAsync,
            ["ChangeMessageVisibility"] = receiving.ChangeMessageVisibilityAsync,
            ["ChangeMessageVisibilityBatch"] = receiving.ChangeMessageVisibilityBatchAsync,
            ["GetQueueUrl"] = reading.GetQueueUrlAsync,
            ["GetQueueAttributes"] = reading.GetQueueAttributesAsync,
            ["ListQueues"] = reading.ListQueuesAsync,
            ["ListDeadLetterSourceQueues"] = reading.ListDeadLetterSourceQueuesAsync,
            ["ListQueueTags"] = reading.ListQueueTagsAsync,
            ["CreateQueue"] = changing.CreateQueueAsync,
            ["SetQueueAttributes"] = changing.SetQueueAttributesAsync,
            ["DeleteQueue"] = changing.DeleteQueueAsync,
            ["PurgeQueue"] = changing.PurgeQueueAsync,
            ["TagQueue"] = changing.TagQueueAsync,
            ["UntagQueue"] = changing.UntagQueueAsync,
            ["AddPermission"] = permissions.AddPermissionAsync,
            ["RemovePermission"] = permissions.RemovePermissionAsync,
            ["StartMessageMoveTask"] = moving.StartMessageMoveTaskAsync,
            ["ListMessageMoveTasks"] = moving.ListMessageMoveTasksAsync,
            ["CancelMessageMoveTask"] = moving.CancelMessageMoveTaskAsync,
        }.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public override string Name => "SQS";

    public override int MostBytes(string operation) =>
        operation is "SendMessage" or "SendMessageBatch" ? RequestBodies.OfOneMegabyte : RequestBodies.Usual;
    public override string TargetPrefix => "AmazonSQS";
    public override string ContentType => "application/x-amz-json-1.0";
    public override string SigningName => "sqs";
    public override QueryService Query => SqsShapes.Query;
    public override ShapeTable Shapes => SqsShapes.Table;
    public override string ErrorNamespace => "com.amazonaws.sqs#";
    public override FrozenDictionary<string, AwsOperation> Operations { get; }

    public override AwsException? Translate(Exception error) => error switch
    {
        QueueNotFoundException => QueueLookup.NotFound(),
        ReceiptHandleExpiredException => SqsLimits.Invalid(error.Message),
        TooManyInFlightException => new AwsException("OverLimit", error.Message, StatusCodes.Status403Forbidden),
        PurgeInProgressException => new AwsException("PurgeQueueInProgress", error.Message, StatusCodes.Status403Forbidden)
        {
            QueryCode = "AWS.SimpleQueueService.PurgeQueueInProgress",
        },
        _ => TranslateHandle(error),
    };

    /// <summary>What is wrong with one entry of a batch, too.</summary>
    public static AwsException? TranslateHandle(Exception error) => error switch
    {
        ReceiptHandleInvalidException invalid => Invalid(invalid),
        MessageNotAvailableException => SqsLimits.Invalid(error.Message),
        _ => null,
    };

    public static AwsException Invalid(ReceiptHandleInvalidException error) =>
        new("ReceiptHandleIsInvalid", error.Message, StatusCodes.Status404NotFound);
}
