using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Waybill.Polyfills;

public sealed class SQSClientTests
{
    private const string Queue = "http://127.0.0.1:4566/000000000000/orders";

    public static TheoryData<string, Func<IAmazonSQS, CancellationToken, Task>, string> Operations => new()
    {
        {
            "SendMessage",
            (sqs, ct) => sqs.SendMessageAsync(
                new SendMessageRequest(Queue, "hello")
                {
                    DelaySeconds = 3,
                    MessageAttributes = new(StringComparer.Ordinal)
                    {
                        ["kind"] = new() { DataType = "String", StringValue = "test" },
                        ["bytes"] = new() { DataType = "Binary", BinaryValue = new MemoryStream([1, 2, 3]) },
                    },
                },
                ct),
            """{"QueueUrl":"$q","MessageBody":"hello","DelaySeconds":3,"MessageAttributes":{"kind":{"DataType":"String","StringValue":"test"},"bytes":{"DataType":"Binary","BinaryValue":"AQID"}}}"""
        },
        {
            "SendMessageBatch",
            (sqs, ct) => sqs.SendMessageBatchAsync(new SendMessageBatchRequest(Queue, [new("1", "a"), new("2", "b")]), ct),
            """{"QueueUrl":"$q","Entries":[{"Id":"1","MessageBody":"a"},{"Id":"2","MessageBody":"b"}]}"""
        },
        {
            "ReceiveMessage",
            (sqs, ct) => sqs.ReceiveMessageAsync(
                new ReceiveMessageRequest(Queue) { MaxNumberOfMessages = 10, WaitTimeSeconds = 0, MessageSystemAttributeNames = ["All"] }, ct),
            """{"QueueUrl":"$q","MaxNumberOfMessages":10,"WaitTimeSeconds":0,"MessageSystemAttributeNames":["All"]}"""
        },
        {
            "DeleteMessage",
            (sqs, ct) => sqs.DeleteMessageAsync(Queue, "r-1", ct),
            """{"QueueUrl":"$q","ReceiptHandle":"r-1"}"""
        },
        {
            "DeleteMessageBatch",
            (sqs, ct) => sqs.DeleteMessageBatchAsync(new DeleteMessageBatchRequest(Queue, [new("1", "r-1")]), ct),
            """{"QueueUrl":"$q","Entries":[{"Id":"1","ReceiptHandle":"r-1"}]}"""
        },
        {
            "ChangeMessageVisibility",
            (sqs, ct) => sqs.ChangeMessageVisibilityAsync(new ChangeMessageVisibilityRequest(Queue, "r-1", 0), ct),
            """{"QueueUrl":"$q","ReceiptHandle":"r-1","VisibilityTimeout":0}"""
        },
        { "GetQueueUrl", (sqs, ct) => sqs.GetQueueUrlAsync("orders", ct), """{"QueueName":"orders"}""" },
        {
            "GetQueueAttributes",
            (sqs, ct) => sqs.GetQueueAttributesAsync(new GetQueueAttributesRequest(Queue, ["All"]), ct),
            """{"QueueUrl":"$q","AttributeNames":["All"]}"""
        },
        {
            "ListQueues",
            (sqs, ct) => sqs.ListQueuesAsync(new ListQueuesRequest("waybill-"), ct),
            """{"QueueNamePrefix":"waybill-"}"""
        },
        { "PurgeQueue", (sqs, ct) => sqs.PurgeQueueAsync(new PurgeQueueRequest { QueueUrl = Queue }, ct), """{"QueueUrl":"$q"}""" },
    };

    [Theory]
    [MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public async Task Every_operation_is_signed_aws_json(string operation, Func<IAmazonSQS, CancellationToken, Task> call, string body)
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok(string.Empty));
        using var client = Client(server);

        await call(client, TestContext.Current.CancellationToken);

        Assert.True(server.Requests.TryRead(out var request));
        Assert.Equal(("POST", "/"), (request.Method, request.Path));
        Assert.Equal($"AmazonSQS.{operation}", request.Headers["X-Amz-Target"]);
        Assert.Equal("application/x-amz-json-1.0", request.Headers["Content-Type"]);
        Assert.Contains("/eu-west-1/sqs/aws4_request", request.Headers["Authorization"], StringComparison.Ordinal);
        var expected = JsonElement.Parse(body.Replace("$q", Queue, StringComparison.Ordinal));
        Assert.True(JsonElement.DeepEquals(expected, JsonElement.Parse(request.Body)), request.Body);
    }

    [Fact]
    public async Task Received_messages_bring_their_attributes()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok("""
            {"Messages":[{"MessageId":"m-1","ReceiptHandle":"r-1","Body":"hello","MD5OfBody":"5d41402abc4b2a76b9719d911017c592",
              "Attributes":{"ApproximateReceiveCount":"2"},
              "MessageAttributes":{"bytes":{"DataType":"Binary","BinaryValue":"AQID"}}}]}
            """));
        using var client = Client(server);

        var response = await client.ReceiveMessageAsync(new ReceiveMessageRequest(Queue), TestContext.Current.CancellationToken);

        var message = Assert.Single(response.Messages!);
        Assert.Equal(("m-1", "r-1", "hello", "2"), (message.MessageId, message.ReceiptHandle, message.Body, message.Attributes!["ApproximateReceiveCount"]));
        Assert.Equal([1, 2, 3], message.MessageAttributes!["bytes"].BinaryValue!.ToArray());
    }

    [Fact]
    public async Task No_messages_are_null_as_in_version_4_of_the_sdk()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok());
        using var client = Client(server);

        var response = await client.ReceiveMessageAsync(new ReceiveMessageRequest(Queue), TestContext.Current.CancellationToken);

        Assert.Null(response.Messages);
    }

    [Fact]
    public async Task A_batch_says_which_messages_did_not_get_in()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok("""
            {"Successful":[{"Id":"1","MessageId":"m-1","MD5OfMessageBody":"0cc175b9c0f1b6a831c399e269772661"}],
             "Failed":[{"Id":"2","Code":"InvalidMessageContents","Message":"no","SenderFault":true}]}
            """));
        using var client = Client(server);

        var response = await client.SendMessageBatchAsync(
            new SendMessageBatchRequest(Queue, [new("1", "a"), new("2", "b")]), TestContext.Current.CancellationToken);

        Assert.Equal("m-1", Assert.Single(response.Successful!).MessageId);
        var failed = Assert.Single(response.Failed!);
        Assert.Equal(("2", "InvalidMessageContents", true), (failed.Id, failed.Code, failed.SenderFault));
    }

    [Fact]
    public async Task Attributes_of_a_queue_are_text()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok(
            """{"Attributes":{"ApproximateNumberOfMessages":"7","QueueArn":"arn:aws:sqs:eu-west-1:000000000000:orders"}}"""));
        using var client = Client(server);

        var response = await client.GetQueueAttributesAsync(new GetQueueAttributesRequest(Queue, ["All"]), TestContext.Current.CancellationToken);

        Assert.Equal("7", response.Attributes!["ApproximateNumberOfMessages"]);
        Assert.Equal("arn:aws:sqs:eu-west-1:000000000000:orders", response.Attributes["QueueArn"]);
    }

    [Fact]
    public async Task A_missing_queue_has_its_own_exception_with_the_documented_code()
    {
        await using var server = await LoopbackServer.StartAsync(new Reply(
            HttpStatusCode.BadRequest,
            """{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"The specified queue does not exist."}""",
            ("x-amzn-query-error", "AWS.SimpleQueueService.NonExistentQueue;Sender")));
        using var client = Client(server);

        var exception = await Assert.ThrowsAsync<QueueDoesNotExistException>(
            () => client.GetQueueUrlAsync("orders", TestContext.Current.CancellationToken));

        Assert.Equal("AWS.SimpleQueueService.NonExistentQueue", exception.ErrorCode);
    }

    private static AmazonSQSClient Client(LoopbackServer server) => new(
        new BasicAWSCredentials("key", "secret"), new AmazonSQSConfig { ServiceURL = server.Url, AuthenticationRegion = "eu-west-1" });
}
