using System.Text;
using System.Text.Json.Nodes;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Functions;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Functions;

public sealed class SqsBatchTests
{
    public static TheoryData<string, string> Responses()
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Functions", "batch-responses.json")))!;
        return [.. file["cases"]!.AsArray().Select(
            example => ((string)example!["response"]!, string.Join(' ', example["failed"]!.AsArray().Select(id => (string)id!))))];
    }

    [Theory]
    [MemberData(nameof(Responses))]
    public void Understands_a_batch_response_as_Lambda_does(string response, string failed)
    {
        var batch = new HashSet<string>(["a", "b"], StringComparer.Ordinal);

        var failures = BatchResponse.Failures(Encoding.UTF8.GetBytes(response), batch, out var complaint);

        Assert.Equal(failed, string.Join(' ', failures.Order(StringComparer.Ordinal)));
        Assert.Equal(ReferenceEquals(failures, batch), complaint is not null);
    }

    [Fact]
    public void Writes_the_event_that_Lambda_gives_a_function_for_messages_of_a_queue()
    {
        var sent = DateTimeOffset.FromUnixTimeMilliseconds(1_545_082_649_183);
        var attributes = new Dictionary<string, MessageAttribute>(StringComparer.Ordinal)
        {
            ["RULE_ARN"] = MessageAttribute.Text("rule"),
            ["bytes"] = new("Binary", "AAEC"),
        };
        var message = new ReceivedMessage(
            "m1", "handle", "Test message.", attributes, sent, sent.AddMilliseconds(2), 3)
        {
            TraceHeader = "Root=1-5759e988-bd862e3fe1be46a994272793",
            DeadLetterSourceArn = "arn:aws:sqs:us-east-2:123456789012:other",
        };

        var written = SqsEvent.Write([message], "arn:aws:sqs:us-east-2:123456789012:my-queue");

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
            {
              "Records": [{
                "messageId": "m1",
                "receiptHandle": "handle",
                "body": "Test message.",
                "attributes": {
                  "ApproximateReceiveCount": "3",
                  "SentTimestamp": "1545082649183",
                  "SenderId": "123456789012",
                  "ApproximateFirstReceiveTimestamp": "1545082649185",
                  "AWSTraceHeader": "Root=1-5759e988-bd862e3fe1be46a994272793",
                  "DeadLetterQueueSourceArn": "arn:aws:sqs:us-east-2:123456789012:other"
                },
                "messageAttributes": {
                  "RULE_ARN": { "stringValue": "rule", "stringListValues": [], "binaryListValues": [], "dataType": "String" },
                  "bytes": { "binaryValue": "AAEC", "stringListValues": [], "binaryListValues": [], "dataType": "Binary" }
                },
                "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:my-queue",
                "awsRegion": "us-east-2"
              }]
            }
            """),
            JsonNode.Parse(written.Span)), Encoding.UTF8.GetString(written.Span));
    }

    [Fact]
    public async Task A_function_is_told_where_a_message_stands_in_a_FIFO_queue()
    {
        await using var bus = new TestBus(TestCloud.Model(queues: [TestCloud.FifoQueue("orders.fifo", contentBased: true)]));
        await bus.SendAsync("orders.fifo", "one", group: "7");
        await bus.SendAsync("orders.fifo", "two", group: "7", deduplicationId: "2");

        var written = SqsEvent.Write(await bus.ReceiveAsync("orders.fifo"), TestCloud.QueueArn("orders.fifo"));

        var told = JsonNode.Parse(written.Span)!["Records"]!.AsArray().Select(record => record!["attributes"]!).ToArray();
        Assert.Equal(["7", "7"], told.Select(attributes => (string?)attributes["MessageGroupId"]));
        Assert.Equal(
            ["7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed", "2"],
            told.Select(attributes => (string?)attributes["MessageDeduplicationId"]));
        Assert.True(string.CompareOrdinal((string?)told[0]["SequenceNumber"], (string?)told[1]["SequenceNumber"]) < 0);
    }
}
