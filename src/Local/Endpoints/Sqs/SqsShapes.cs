using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>SQS's members in the Query protocol of older clients (SQS API reference before JSON, 2012-11-05):
/// every list and map is flat.</summary>
internal static class SqsShapes
{
    public static readonly QueryService Query = new("2012-11-05", "http://queue.amazonaws.com/doc/2012-11-05/", UrlMember: "QueueUrl");

    public static readonly ShapeTable Table = new(
        (Shape.Integer,
        [
            "ApproximateNumberOfMessagesMoved", "ApproximateNumberOfMessagesToMove", "DelaySeconds", "MaxNumberOfMessages",
            "MaxNumberOfMessagesPerSecond", "MaxResults", "StartedTimestamp", "VisibilityTimeout", "WaitTimeSeconds",
        ]),
        (Shape.Boolean, ["SenderFault"]),
        (Shape.Blob, ["BinaryValue"]),
        (Shape.FlatMap("Attribute", "Name", "Value"), ["Attributes"]),
        (Shape.FlatMap("MessageAttribute", "Name", "Value"), ["MessageAttributes"]),
        (Shape.FlatMap("MessageSystemAttribute", "Name", "Value"), ["MessageSystemAttributes"]),
        (Shape.FlatMap("Tag", "Key", "Value"), ["CreateQueue.tags", "Tags"]),
        (Shape.FlatList("ActionName"), ["Actions"]),
        (Shape.FlatList("AttributeName"), ["AttributeNames"]),
        (Shape.FlatList("AWSAccountId"), ["AWSAccountIds"]),
        (Shape.FlatList("Message"), ["Messages"]),
        (Shape.FlatList("MessageAttributeName"), ["MessageAttributeNames"]),
        (Shape.FlatList("MessageSystemAttributeName"), ["MessageSystemAttributeNames"]),
        (Shape.FlatList("TagKey"), ["TagKeys"]),
        // A text of its own in requests, and what the elements of two answers are called.
        (Shape.Text, ["QueueUrl"]),
        (Shape.FlatList("QueueUrl"), ["QueueUrls", "queueUrls"]),
        (Shape.FlatList("ListMessageMoveTasksResultEntry"), ["Results"]),
        (Shape.FlatList("SendMessageBatchRequestEntry"), ["SendMessageBatch.Entries"]),
        (Shape.FlatList("SendMessageBatchResultEntry"), ["SendMessageBatch.Successful"]),
        (Shape.FlatList("DeleteMessageBatchRequestEntry"), ["DeleteMessageBatch.Entries"]),
        (Shape.FlatList("DeleteMessageBatchResultEntry"), ["DeleteMessageBatch.Successful"]),
        (Shape.FlatList("ChangeMessageVisibilityBatchRequestEntry"), ["ChangeMessageVisibilityBatch.Entries"]),
        (Shape.FlatList("ChangeMessageVisibilityBatchResultEntry"), ["ChangeMessageVisibilityBatch.Successful"]),
        (Shape.FlatList("BatchResultErrorEntry"), ["Failed"]));
}
