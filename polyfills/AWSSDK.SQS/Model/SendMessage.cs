using Amazon.Runtime;

namespace Amazon.SQS.Model;

/// <summary>What every SQS request has in common.</summary>
public class AmazonSQSRequest : AmazonWebServiceRequest;

/// <remarks>Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html</remarks>
public class SendMessageRequest : AmazonSQSRequest
{
    public SendMessageRequest()
    {
    }

    public SendMessageRequest(string queueUrl, string messageBody) => (QueueUrl, MessageBody) = (queueUrl, messageBody);

    public int? DelaySeconds { get; set; }

    public Dictionary<string, MessageAttributeValue>? MessageAttributes { get; set; }

    public string MessageBody { get; set; } = null!;

    /// <summary>FIFO queues only.</summary>
    public string? MessageDeduplicationId { get; set; }

    /// <summary>FIFO queues only.</summary>
    public string? MessageGroupId { get; set; }

    public string QueueUrl { get; set; } = null!;
}

public class SendMessageResponse : AmazonWebServiceResponse
{
    public string? MD5OfMessageAttributes { get; set; }

    public string MD5OfMessageBody { get; set; } = null!;

    public string MessageId { get; set; } = null!;

    public string? SequenceNumber { get; set; }
}

/// <summary>A typed value that travels beside a message's body.</summary>
public class MessageAttributeValue
{
    public MemoryStream? BinaryValue { get; set; }

    /// <summary><c>String</c>, <c>Number</c> or <c>Binary</c>, with an optional label after a dot.</summary>
    public string DataType { get; set; } = null!;

    public string? StringValue { get; set; }
}
