namespace Amazon.Lambda.SQSEvents;

/// <summary>A batch of messages as an event source mapping hands it to a function.</summary>
/// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event</remarks>
public class SQSEvent
{
    public List<SQSMessage> Records { get; set; } = null!;

    public class SQSMessage
    {
        public string MessageId { get; set; } = null!;

        public string ReceiptHandle { get; set; } = null!;

        public string Body { get; set; } = null!;

        public string Md5OfBody { get; set; } = null!;

        public string Md5OfMessageAttributes { get; set; } = null!;

        public string EventSourceArn { get; set; } = null!;

        public string EventSource { get; set; } = null!;

        public string AwsRegion { get; set; } = null!;

        /// <summary>SQS's own facts, such as <c>ApproximateReceiveCount</c>.</summary>
        public Dictionary<string, string> Attributes { get; set; } = null!;

        /// <summary>What the sender attached.</summary>
        public Dictionary<string, MessageAttribute> MessageAttributes { get; set; } = null!;
    }

    public class MessageAttribute
    {
        public string StringValue { get; set; } = null!;

        public MemoryStream BinaryValue { get; set; } = null!;

        public List<string> StringListValues { get; set; } = null!;

        public List<MemoryStream> BinaryListValues { get; set; } = null!;

        public string DataType { get; set; } = null!;
    }
}
