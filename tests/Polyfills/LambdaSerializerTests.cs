using System.Text;
using System.Text.Json.Serialization;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;

namespace Waybill.Polyfills;

public sealed class LambdaSerializerTests
{
    private readonly SourceGeneratorLambdaJsonSerializer<SampleJson> _serializer = new();

    [Fact]
    public void Reads_a_batch_as_an_event_source_mapping_sends_it()
    {
        var batch = Read<SQSEvent>("""
            {"Records":[{"messageId":"m-1","receiptHandle":"r-1","body":"hello",
              "attributes":{"ApproximateReceiveCount":"1","SentTimestamp":"1545082649183"},
              "messageAttributes":{"kind":{"stringValue":"x","binaryValue":"AQID","stringListValues":[],
                "binaryListValues":[],"dataType":"String"}},
              "md5OfBody":"5d41402abc4b2a76b9719d911017c592","eventSource":"aws:sqs",
              "eventSourceARN":"arn:aws:sqs:us-east-2:123456789012:my-queue","awsRegion":"us-east-2"}]}
            """);

        var message = Assert.Single(batch.Records);
        Assert.Equal(("m-1", "r-1", "hello"), (message.MessageId, message.ReceiptHandle, message.Body));
        Assert.Equal(
            new Dictionary<string, string> { ["ApproximateReceiveCount"] = "1", ["SentTimestamp"] = "1545082649183" }, message.Attributes);
    }

    [Fact]
    public void Writes_the_failures_of_a_batch_as_lambda_reads_them() =>
        Assert.Equal(
            """{"batchItemFailures":[{"itemIdentifier":"m-1"}]}""",
            Write(new SQSBatchResponse([new SQSBatchResponse.BatchItemFailure { ItemIdentifier = "m-1" }])));

    [Fact]
    public void Writes_an_empty_list_when_the_whole_batch_is_done() =>
        Assert.Equal("""{"batchItemFailures":[]}""", Write(new SQSBatchResponse()));

    [Fact]
    public void Reads_an_event_as_eventbridge_sends_it()
    {
        var read = Read<CloudWatchEvent<Detail>>("""
            {"version":"0","id":"6a7e8feb-b491-4cf7-a9f1-bf3703467718","detail-type":"OrderCreated.v2","source":"shop.orders",
             "account":"111122223333","time":"2017-12-22T18:43:48Z","region":"us-west-1","resources":["arn:aws:x"],
              "detail":{"orderId":"536365"}}
            """);

        Assert.Equal(("OrderCreated.v2", "shop.orders", "536365"), (read.DetailType, read.Source, read.Detail.OrderId));
    }

    [Fact]
    public void A_type_that_the_context_lacks_is_named()
    {
        var exception = Assert.Throws<JsonSerializerException>(() => Read<Uri>("\"https://example.com\""));

        Assert.Contains("[JsonSerializable(typeof(Uri))]", exception.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(SampleJson), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_payload_that_is_not_json_is_an_error_that_says_where() =>
        Assert.Contains(
            "LineNumber: 0",
            Assert.Throws<JsonSerializerException>(() => Read<SQSEvent>("""{"Records":[}""")).Message,
            StringComparison.Ordinal);

    private T Read<T>(string json) => _serializer.Deserialize<T>(new MemoryStream(Encoding.UTF8.GetBytes(json)));

    private string Write<T>(T value)
    {
        using var written = new MemoryStream();
        _serializer.Serialize(value, written);
        return Encoding.UTF8.GetString(written.ToArray());
    }
}

public sealed record Detail(string OrderId);

[JsonSerializable(typeof(SQSEvent))]
[JsonSerializable(typeof(SQSBatchResponse))]
[JsonSerializable(typeof(CloudWatchEvent<Detail>))]
public sealed partial class SampleJson : JsonSerializerContext;
