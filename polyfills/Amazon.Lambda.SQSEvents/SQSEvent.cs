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

        public string EventSourceArn { get; set; } = null!;

        /// <summary>What the queue says of the message, such as <c>ApproximateReceiveCount</c>.</summary>
        public Dictionary<string, string> Attributes { get; set; } = null!;
    }
}
