using Amazon.SQS;
using Amazon.SQS.Model;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

public sealed class SqsQueuesTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_queue_is_made_with_attributes_and_tags_and_tells_them()
    {
        var time = new ManualTime();
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), time: time);
        using var client = laptop.Sqs();
        const string Redrive = """{"deadLetterTargetArn":"arn:aws:sqs:eu-central-1:123456789012:confirmations-dlq","maxReceiveCount":4}""";
        var attributes = new Dictionary<string, string>
        {
            ["VisibilityTimeout"] = "60",
            ["MaximumMessageSize"] = "1024",
            ["ReceiveMessageWaitTimeSeconds"] = "3",
            ["RedrivePolicy"] = Redrive,
        };

        var url = (await client.CreateQueueAsync(
            new CreateQueueRequest("new") { Attributes = attributes, Tags = new() { ["team"] = "orders" } }, Cancelled)).QueueUrl;
        time.Advance(TimeSpan.FromSeconds(5));
        await client.SetQueueAttributesAsync(
            url, new Dictionary<string, string> { ["DelaySeconds"] = "7", ["RedrivePolicy"] = "" }, Cancelled);
        await client.TagQueueAsync(new TagQueueRequest { QueueUrl = url, Tags = new() { ["stage"] = "test" } }, Cancelled);
        await client.UntagQueueAsync(new UntagQueueRequest { QueueUrl = url, TagKeys = ["team"] }, Cancelled);

        var told = (await client.GetQueueAttributesAsync(new GetQueueAttributesRequest(url, ["All"]), Cancelled)).Attributes!;
        Assert.Equal(
            ("60", "1024", "3", "7", "345600", "true"),
            (told["VisibilityTimeout"], told["MaximumMessageSize"], told["ReceiveMessageWaitTimeSeconds"], told["DelaySeconds"],
                told["MessageRetentionPeriod"], told["SqsManagedSseEnabled"]));
        Assert.DoesNotContain("RedrivePolicy", told.Keys);
        Assert.Equal(5, long.Parse(told["LastModifiedTimestamp"], null) - long.Parse(told["CreatedTimestamp"], null));
        var tags = (await client.ListQueueTagsAsync(new ListQueueTagsRequest { QueueUrl = url }, Cancelled)).Tags!;
        Assert.Equal(KeyValuePair.Create("stage", "test"), Assert.Single(tags));
    }

    [Fact]
    public async Task Making_a_queue_again_gives_its_URL_unless_an_attribute_is_another()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var client = laptop.Sqs();
        CreateQueueRequest Request(string visibility) => new("new") { Attributes = new() { ["VisibilityTimeout"] = visibility } };
        var url = (await client.CreateQueueAsync(Request("60"), Cancelled)).QueueUrl;

        Assert.Equal(url, (await client.CreateQueueAsync(Request("60"), Cancelled)).QueueUrl);
        Assert.Equal(url, (await client.CreateQueueAsync("new", Cancelled)).QueueUrl);
        var error = await Assert.ThrowsAsync<QueueNameExistsException>(() => client.CreateQueueAsync(Request("61"), Cancelled));
        Assert.Equal("A queue already exists with the same name and a different value for attribute VisibilityTimeout", error.Message);
    }

    [Fact]
    public async Task A_deleted_queue_is_gone_with_its_messages_and_its_name_is_free_after_a_minute()
    {
        var time = new ManualTime();
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), time: time);
        using var client = laptop.Sqs();
        var url = (await client.CreateQueueAsync("new", Cancelled)).QueueUrl;
        await client.SendMessageAsync(url, "x", Cancelled);
        var polling = client.ReceiveMessageAsync(
            new ReceiveMessageRequest((await client.CreateQueueAsync("other", Cancelled)).QueueUrl) { WaitTimeSeconds = 20 }, Cancelled);
        await client.DeleteQueueAsync(url, Cancelled);

        await Assert.ThrowsAsync<QueueDoesNotExistException>(() => client.SendMessageAsync(url, "x", Cancelled));
        await Assert.ThrowsAsync<QueueDeletedRecentlyException>(() => client.CreateQueueAsync("new", Cancelled));
        time.Advance(TimeSpan.FromSeconds(60));
        await client.CreateQueueAsync("new", Cancelled);
        Assert.Empty((await client.ReceiveMessageAsync(url, Cancelled)).Messages ?? []);
        await polling;
    }

    [Fact]
    public async Task A_queue_is_purged_once_a_minute()
    {
        var time = new ManualTime();
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), time: time);
        using var client = laptop.Sqs();
        var url = (await client.GetQueueUrlAsync("confirmations", Cancelled)).QueueUrl;
        await client.SendMessageAsync(url, "x", Cancelled);

        await client.PurgeQueueAsync(url, Cancelled);

        Assert.Empty((await client.ReceiveMessageAsync(url, Cancelled)).Messages ?? []);
        await Assert.ThrowsAsync<PurgeQueueInProgressException>(() => client.PurgeQueueAsync(url, Cancelled));
        time.Advance(TimeSpan.FromSeconds(60));
        await client.PurgeQueueAsync(url, Cancelled);
    }

    [Fact]
    public async Task A_permission_is_a_statement_of_the_queues_policy()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var client = laptop.Sqs();
        var url = (await client.CreateQueueAsync("new", Cancelled)).QueueUrl;

        await client.AddPermissionAsync(url, "partner", ["111122223333"], ["SendMessage"], Cancelled);
        var policy = await PolicyAsync(client, url);
        var again = await Assert.ThrowsAnyAsync<AmazonSQSException>(
            () => client.AddPermissionAsync(url, "partner", ["111122223333"], ["SendMessage"], Cancelled));
        await client.RemovePermissionAsync(url, "partner", Cancelled);

        Assert.Equal(
            """{"Version":"2012-10-17","Id":"arn:aws:sqs:eu-central-1:123456789012:new/SQSDefaultPolicy",""" + "\""
                + """Statement":[{"Sid":"partner","Effect":"Allow",""" + "\""
                + """Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"SQS:SendMessage",""" + "\""
                + """Resource":"arn:aws:sqs:eu-central-1:123456789012:new"}]}""",
            policy);
        Assert.Equal("Value partner for parameter Label is invalid. Reason: Already exists.", again.Message);
        Assert.Null(await PolicyAsync(client, url));
    }

    [Fact]
    public async Task The_sources_of_a_dead_letter_queue_are_listed()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var client = laptop.Sqs();
        var url = (await client.GetQueueUrlAsync("confirmations-dlq", Cancelled)).QueueUrl;

        var sources = await client.ListDeadLetterSourceQueuesAsync(new ListDeadLetterSourceQueuesRequest { QueueUrl = url }, Cancelled);

        Assert.EndsWith("/confirmations", Assert.Single(sources.QueueUrls!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_FIFO_queue_says_where_its_messages_stand_and_takes_a_duplicate_for_the_first()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var client = laptop.Sqs();
        var url = (await client.CreateQueueAsync(
            new CreateQueueRequest("orders.fifo") { Attributes = new() { ["FifoQueue"] = "true", ["ContentBasedDeduplication"] = "true" } },
            Cancelled)).QueueUrl;
        SendMessageRequest Message(string body) => new(url, body) { MessageGroupId = "7" };

        var first = await client.SendMessageAsync(Message("one"), Cancelled);
        var duplicate = await client.SendMessageAsync(Message("one"), Cancelled);
        var second = await client.SendMessageAsync(Message("two"), Cancelled);
        var received = (await client.ReceiveMessageAsync(
            new ReceiveMessageRequest(url)
            {
                MaxNumberOfMessages = 10,
                MessageSystemAttributeNames = ["All"],
                ReceiveRequestAttemptId = "a",
            },
            Cancelled)).Messages!;
        var attributes = received[0].Attributes!;

        Assert.Equal((first.MessageId, first.SequenceNumber), (duplicate.MessageId, duplicate.SequenceNumber));
        Assert.Equal([first.SequenceNumber, second.SequenceNumber], received.Select(message => message.Attributes!["SequenceNumber"]));
        Assert.Equal(
            ("7", "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed", "123456789012"),
            (attributes["MessageGroupId"], attributes["MessageDeduplicationId"], attributes["SenderId"]));
    }

    [Fact]
    public async Task Visibility_is_changed_in_batches_too()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var client = laptop.Sqs();
        var url = (await client.GetQueueUrlAsync("confirmations", Cancelled)).QueueUrl;
        await client.SendMessageAsync(url, "x", Cancelled);
        var message = Assert.Single((await client.ReceiveMessageAsync(url, Cancelled)).Messages!);

        var changed = await client.ChangeMessageVisibilityBatchAsync(
            url,
            [
                new("now", message.ReceiptHandle) { VisibilityTimeout = 0 }, new("nobody", "0-0-0") { VisibilityTimeout = 0 },
                new("nonsense", "?") { VisibilityTimeout = 0 }, new("late", message.ReceiptHandle) { VisibilityTimeout = 43_201 },
            ], Cancelled);

        Assert.Equal("now", Assert.Single(changed.Successful!).Id);
        Assert.Equal(
            [("nobody", "InvalidParameterValue"), ("nonsense", "ReceiptHandleIsInvalid"), ("late", "InvalidParameterValue")],
            changed.Failed!.Select(failed => (failed.Id, failed.Code)));
        Assert.Single((await client.ReceiveMessageAsync(url, Cancelled)).Messages!);
    }

    private static async Task<string?> PolicyAsync(AmazonSQSClient client, string url)
    {
        var answer = await client.GetQueueAttributesAsync(new GetQueueAttributesRequest(url, ["Policy"]), Cancelled);
        return answer.Attributes?.GetValueOrDefault("Policy");
    }
}
