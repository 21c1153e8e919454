using Amazon.Runtime;

namespace Amazon.SQS.Model;

/// <remarks>Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html</remarks>
public class SendMessageBatchRequest : AmazonSQSRequest
{
    public SendMessageBatchRequest()
    {
    }

    public SendMessageBatchRequest(string queueUrl, List<SendMessageBatchRequestEntry> entries) => (QueueUrl, Entries) = (queueUrl, entries);

    public List<SendMessageBatchRequestEntry> Entries { get; set; } = null!;

    public string QueueUrl { get; set; } = null!;
}

public class SendMessageBatchRequestEntry
{
    public SendMessageBatchRequestEntry()
    {
    }

    public SendMessageBatchRequestEntry(string id, string messageBody) => (Id, MessageBody) = (id, messageBody);

    public int? DelaySeconds { get; set; }

    /// <summary>Unique within the batch; the response refers to the message by it.</summary>
    public string Id { get; set; } = null!;

    public Dictionary<string, MessageAttributeValue>? MessageAttributes { get; set; }

    public string MessageBody { get; set; } = null!;

    /// <summary>FIFO queues only.</summary>
    public string? MessageDeduplicationId { get; set; }

    /// <summary>FIFO queues only.</summary>
    public string? MessageGroupId { get; set; }
}

public class SendMessageBatchResponse : AmazonWebServiceResponse
{
    /// <summary>Null when every message got in.</summary>
    public List<BatchResultErrorEntry>? Failed { get; set; }

    /// <summary>Null when no message got in.</summary>
    public List<SendMessageBatchResultEntry>? Successful { get; set; }
}

public class SendMessageBatchResultEntry
{
    public string Id { get; set; } = null!;

    public string? MD5OfMessageAttributes { get; set; }

    public string MD5OfMessageBody { get; set; } = null!;

    public string MessageId { get; set; } = null!;

    public string? SequenceNumber { get; set; }
}

/// <summary>One entry of a batch that SQS refused.</summary>
public class BatchResultErrorEntry
{
    public string Code { get; set; } = null!;

    public string Id { get; set; } = null!;

    public string? Message { get; set; }

    /// <summary>Whether sending the same entry again is pointless.</summary>
    public bool? SenderFault { get; set; }
}
