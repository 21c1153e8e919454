using Amazon.SQS;
using Amazon.SQS.Model;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

public sealed class SqsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_comes_back_with_its_attributes_and_is_gone_once_deleted()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var client = laptop.Sqs();
        var url = (await client.GetQueueUrlAsync("confirmations", Cancelled)).QueueUrl;
        Assert.Equal(new Uri(laptop.Address, "/123456789012/confirmations").ToString(), url);

        var sent = await client.SendMessageAsync(
            new SendMessageRequest(url, "grüße \"\n")
            {
                MessageAttributes = new() { ["b"] = Text("2"), ["a"] = Text("ä") },
            }, Cancelled);
        var message = Assert.Single((await client.ReceiveMessageAsync(
            new ReceiveMessageRequest(
                url)
            { MessageAttributeNames = ["All"], MessageSystemAttributeNames = ["All"] }, Cancelled)).Messages!);
        await client.DeleteMessageAsync(url, message.ReceiptHandle, Cancelled);
        await client.DeleteMessageAsync(url, message.ReceiptHandle, Cancelled);

        Assert.Equal("grüße \"\n", message.Body);
        // Worked out apart from the code, over the bytes that the SQS developer guide prescribes.
        Assert.All([sent.MD5OfMessageBody, message.MD5OfBody], digest => Assert.Equal("d573f3aa01c4cbe2fb946498953db63f", digest));
        Assert.All(
            [sent.MD5OfMessageAttributes, message.MD5OfMessageAttributes],
            digest => Assert.Equal("783151d72f4b36c660d79abe58f6a0de", digest));
        Assert.Equal("ä", message.MessageAttributes!["a"].StringValue);
        Assert.Equal("1", message.Attributes!["ApproximateReceiveCount"]);
        var left = await client.GetQueueAttributesAsync(new GetQueueAttributesRequest(url, ["All"]), Cancelled);
        Assert.Equal(
            ("0", "0"), (left.Attributes!["ApproximateNumberOfMessages"], left.Attributes["ApproximateNumberOfMessagesNotVisible"]));
        Assert.Equal(TestCloud.QueueArn("confirmations"), left.Attributes["QueueArn"]);
    }

    [Fact]
    public async Task Attributes_are_returned_only_when_asked_for()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var client = laptop.Sqs();
        var url = await UrlAsync(client);
        await client.SendMessageAsync(
            new SendMessageRequest(url, "x")
            {
                MessageAttributes = new() { ["ERROR_CODE"] = Text("1"), ["other"] = Text("2") },
            }, Cancelled);

        var some = Assert.Single((await client.ReceiveMessageAsync(
            new ReceiveMessageRequest(url) { MessageAttributeNames = ["ERROR_.*"], VisibilityTimeout = 0 }, Cancelled)).Messages!);
        var none = Assert.Single((await client.ReceiveMessageAsync(new ReceiveMessageRequest(url), Cancelled)).Messages!);

        Assert.Equal(["ERROR_CODE"], some.MessageAttributes!.Keys);
        Assert.Null(none.MessageAttributes);
        Assert.Null(none.Attributes);
    }

    [Fact]
    public async Task Batches_say_for_each_entry_how_it_went()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var client = laptop.Sqs();
        var url = await UrlAsync(client);
        var batch = Enumerable.Range(0, 10).Select(i => new SendMessageBatchRequestEntry($"{i}", $"body {i}"));
        var sent = await client.SendMessageBatchAsync(new SendMessageBatchRequest(url, [.. batch]), Cancelled);
        Assert.Equal(10, sent.Successful!.Count);
        var received = (await client.ReceiveMessageAsync(new ReceiveMessageRequest(url) { MaxNumberOfMessages = 10 }, Cancelled)).Messages!;

        var deleted = await client.DeleteMessageBatchAsync(
            new DeleteMessageBatchRequest(
                url, [.. received.Take(9)
                    .Select(message => new DeleteMessageBatchRequestEntry(message.MessageId, message.ReceiptHandle)), new(
                    "bad", "nonsense")]),
            Cancelled);

        Assert.Equal(9, deleted.Successful!.Count);
        Assert.Equal("ReceiptHandleIsInvalid", Assert.Single(deleted.Failed!).Code);
    }

    [Fact]
    public async Task A_bad_entry_of_a_batch_does_not_hold_up_the_others()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var client = laptop.Sqs();
        var url = await UrlAsync(client);

        var sent = await client.SendMessageBatchAsync(
            new SendMessageBatchRequest(url, [new("good", "body"), new("late", "body") { DelaySeconds = 901 }]), Cancelled);

        Assert.Equal("good", Assert.Single(sent.Successful!).Id);
        var failed = Assert.Single(sent.Failed!);
        Assert.Equal(("late", "InvalidParameterValue", true), (failed.Id, failed.Code, failed.SenderFault));
        Assert.Single((await client.ReceiveMessageAsync(new ReceiveMessageRequest(url) { MaxNumberOfMessages = 10 }, Cancelled)).Messages!);
    }

    [Fact]
    public async Task Attributes_count_in_the_size_of_a_message()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var client = laptop.Sqs();
        var url = await UrlAsync(client);
        var body = new string('x', (1024 * 1024) - "a".Length - "String".Length - "ü".Length - 1);
        SendMessageRequest Message(string more) => new(url, body + more)
        {
            MessageAttributes = new() { ["a"] = Text("ü") },
        };

        await client.SendMessageAsync(Message(""), Cancelled);
        var error = await Assert.ThrowsAnyAsync<AmazonSQSException>(() => client.SendMessageAsync(Message("x"), Cancelled));

        Assert.Contains("Message must be shorter than 1048576 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_is_too_long_with_the_entries_that_fail()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var client = laptop.Sqs();
        var url = await UrlAsync(client);
        var half = new string('x', 512 * 1024);
        SendMessageBatchRequestEntry Entry(string id, string attribute) =>
            new(id, half) { MessageAttributes = new() { [attribute] = Text("") } };

        var alone = await client.SendMessageBatchAsync(new SendMessageBatchRequest(url, [Entry("1", "a")]), Cancelled);
        var error = await Assert.ThrowsAnyAsync<AmazonSQSException>(
            () => client.SendMessageBatchAsync(new SendMessageBatchRequest(url, [Entry("1", "a"), Entry("2", "ü")]), Cancelled));

        Assert.Equal("1", Assert.Single(alone.Failed!).Id);
        Assert.Equal("AWS.SimpleQueueService.BatchRequestTooLong", error.ErrorCode);
        Assert.Equal("Batch requests cannot be longer than 1048576 bytes. You have sent 1048591 bytes.", error.Message);
        Assert.Empty((await client.ReceiveMessageAsync(url, Cancelled)).Messages ?? []);
    }

    [Fact]
    public async Task An_entry_longer_than_its_queue_allows_fails_alone()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var client = laptop.Sqs();
        var url = await UrlAsync(client);
        await client.SetQueueAttributesAsync(url, new Dictionary<string, string> { ["MaximumMessageSize"] = "1024" }, Cancelled);

        var sent = await client.SendMessageBatchAsync(
            new SendMessageBatchRequest(url, [new("fits", new string('x', 1024)), new("long", new string('x', 1025))]), Cancelled);

        Assert.Equal("fits", Assert.Single(sent.Successful!).Id);
        Assert.Equal(
            "One or more parameters cannot be validated. Reason: Message must be shorter than 1024 bytes.",
            Assert.Single(sent.Failed!).Message);
    }

    [Theory]
    [InlineData(0, "AWS.SimpleQueueService.EmptyBatchRequest")]
    [InlineData(11, "AWS.SimpleQueueService.TooManyEntriesInBatchRequest")]
    [InlineData(-2, "AWS.SimpleQueueService.BatchEntryIdsNotDistinct")]
    public async Task A_batch_of_a_wrong_size_or_with_one_id_twice_is_refused(int entries, string code)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var client = laptop.Sqs();
        var batch = Enumerable.Range(0, Math.Abs(entries)).Select(
            i => new SendMessageBatchRequestEntry(entries < 0 ? "same" : $"{i}", "x"));

        var url = await UrlAsync(client);
        var error = await Assert.ThrowsAnyAsync<AmazonSQSException>(
            () => client.SendMessageBatchAsync(new SendMessageBatchRequest(url, [.. batch]), Cancelled));

        Assert.Equal(code, error.ErrorCode);
    }

    [Fact]
    public async Task Errors_name_what_was_given_and_what_is_allowed()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var client = laptop.Sqs();
        var url = await UrlAsync(client);

        var unknown = await Assert.ThrowsAsync<QueueDoesNotExistException>(() => client.GetQueueUrlAsync("confirmation", Cancelled));
        var max = await Assert.ThrowsAnyAsync<AmazonSQSException>(
            () => client.ReceiveMessageAsync(new ReceiveMessageRequest(url) { MaxNumberOfMessages = 11 }, Cancelled));
        var late = await Assert.ThrowsAnyAsync<AmazonSQSException>(
            () => client.ChangeMessageVisibilityAsync(new ChangeMessageVisibilityRequest(url, "0-0-0", 5), Cancelled));

        Assert.Equal("The specified queue does not exist.", unknown.Message);
        Assert.Equal("Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.", max.Message);
        Assert.Equal("InvalidParameterValue", late.ErrorCode);
    }

    [Fact]
    public async Task A_long_poll_ends_when_a_message_is_sent()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var client = laptop.Sqs();
        var url = await UrlAsync(client);
        var polling = client.ReceiveMessageAsync(new ReceiveMessageRequest(url) { WaitTimeSeconds = 20 }, Cancelled);

        await client.SendMessageAsync(new SendMessageRequest(url, "x"), Cancelled);

        Assert.Single((await polling).Messages!);
    }

    [Fact]
    public async Task A_function_is_held_to_its_role_and_the_queues_policy()
    {
        await using var laptop = await TestEndpoints.StartAsync(
            TestCloud.Model(rolePolicy: [TestCloud.Allow("sqs:SendMessage", TestCloud.QueueArn("confirmations"))]));
        using var function = laptop.Sqs("LOCAL" + TestCloud.FunctionName);
        using var developer = laptop.Sqs();
        var url = await UrlAsync(developer);

        await function.SendMessageAsync(new SendMessageRequest(url, "x"), Cancelled);
        var error = await Assert.ThrowsAnyAsync<AmazonSQSException>(
            () => function.ReceiveMessageAsync(new ReceiveMessageRequest(url), Cancelled));

        Assert.Contains(
            "not authorized to perform: sqs:ReceiveMessage on resource: " + TestCloud.QueueArn("confirmations"), error.Message,
            StringComparison.Ordinal);
    }

    private static async Task<string> UrlAsync(AmazonSQSClient client) =>
        (await client.GetQueueUrlAsync("confirmations", Cancelled)).QueueUrl;

    private static MessageAttributeValue Text(string value) => new() { DataType = "String", StringValue = value };
}
