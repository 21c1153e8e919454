using Amazon.Runtime;

namespace Amazon.SQS.Model;

/// <remarks>Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html</remarks>
public class DeleteMessageRequest : AmazonSQSRequest
{
    public DeleteMessageRequest()
    {
    }

    public DeleteMessageRequest(string queueUrl, string receiptHandle) => (QueueUrl, ReceiptHandle) = (queueUrl, receiptHandle);

    public string QueueUrl { get; set; } = null!;

    public string ReceiptHandle { get; set; } = null!;
}

public class DeleteMessageResponse : AmazonWebServiceResponse;

/// <remarks>Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html</remarks>
public class DeleteMessageBatchRequest : AmazonSQSRequest
{
    public DeleteMessageBatchRequest()
    {
    }

    public DeleteMessageBatchRequest(string queueUrl, List<DeleteMessageBatchRequestEntry> entries) =>
        (QueueUrl, Entries) = (queueUrl, entries);

    public List<DeleteMessageBatchRequestEntry> Entries { get; set; } = null!;

    public string QueueUrl { get; set; } = null!;
}

public class DeleteMessageBatchRequestEntry
{
    public DeleteMessageBatchRequestEntry()
    {
    }

    public DeleteMessageBatchRequestEntry(string id, string receiptHandle) => (Id, ReceiptHandle) = (id, receiptHandle);

    /// <summary>Unique within the batch; the response refers to the message by it.</summary>
    public string Id { get; set; } = null!;

    public string ReceiptHandle { get; set; } = null!;
}

public class DeleteMessageBatchResponse : AmazonWebServiceResponse
{
    /// <summary>Null when every message was deleted.</summary>
    public List<BatchResultErrorEntry>? Failed { get; set; }

    /// <summary>Null when no message was deleted.</summary>
    public List<DeleteMessageBatchResultEntry>? Successful { get; set; }
}

public class DeleteMessageBatchResultEntry
{
    public string Id { get; set; } = null!;
}

/// <remarks>Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html</remarks>
public class ChangeMessageVisibilityRequest : AmazonSQSRequest
{
    public ChangeMessageVisibilityRequest()
    {
    }

    public ChangeMessageVisibilityRequest(string queueUrl, string receiptHandle, int? visibilityTimeout) =>
        (QueueUrl, ReceiptHandle, VisibilityTimeout) = (queueUrl, receiptHandle, visibilityTimeout);

    public string QueueUrl { get; set; } = null!;

    public string ReceiptHandle { get; set; } = null!;

    /// <summary>Seconds from now; zero makes the message visible at once.</summary>
    public int? VisibilityTimeout { get; set; }
}

public class ChangeMessageVisibilityResponse : AmazonWebServiceResponse;
