using Amazon.Runtime;

namespace Amazon.SQS.Model;

/// <remarks>Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html</remarks>
public class ReceiveMessageRequest : AmazonSQSRequest
{
    public ReceiveMessageRequest()
    {
    }

    public ReceiveMessageRequest(string queueUrl) => QueueUrl = queueUrl;

    /// <summary>One to ten; null for one.</summary>
    public int? MaxNumberOfMessages { get; set; }

    public List<string>? MessageAttributeNames { get; set; }

    public List<string>? MessageSystemAttributeNames { get; set; }

    public string QueueUrl { get; set; } = null!;

    /// <summary>Seconds; null for the queue's own.</summary>
    public int? VisibilityTimeout { get; set; }

    /// <summary>Seconds that the call waits for a message, up to 20; null for the queue's own.</summary>
    public int? WaitTimeSeconds { get; set; }
}

public class ReceiveMessageResponse : AmazonWebServiceResponse
{
    /// <summary>Null when there was none.</summary>
    public List<Message>? Messages { get; set; }
}

public class Message
{
    /// <summary>SQS's own facts, such as <c>ApproximateReceiveCount</c>; null unless asked for.</summary>
    public Dictionary<string, string>? Attributes { get; set; }

    public string Body { get; set; } = null!;

    public string MD5OfBody { get; set; } = null!;

    public string? MD5OfMessageAttributes { get; set; }

    /// <summary>What the sender attached; null unless asked for.</summary>
    public Dictionary<string, MessageAttributeValue>? MessageAttributes { get; set; }

    public string MessageId { get; set; } = null!;

    /// <summary>The right to delete or keep the message, until its next receipt.</summary>
    public string ReceiptHandle { get; set; } = null!;
}
