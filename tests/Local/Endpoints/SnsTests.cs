using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using Waybill.Local.Account;
using Waybill.Local.Tests.Bus;
using static Waybill.Local.Tests.Endpoints.TestTopic;

namespace Waybill.Local.Tests.Endpoints;

/// <summary>Topics as SNS's clients use them: forms of the Query protocol, answered in XML.</summary>
public sealed class SnsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_queue_gets_the_message_in_an_envelope()
    {
        await using var laptop = await StartAsync();
        await SubscribeAsync(laptop, "sqs", QueueArn);

        var id = await PublishAsync(
            laptop, "hello", "&Subject=Greetings&MessageAttributes.entry.1.Name=kind&MessageAttributes.entry.1.Value.DataType=String"
                + "&MessageAttributes.entry.1.Value.StringValue=first");

        var message = Assert.Single(await laptop.Bus.ReceiveAsync("confirmations"));
        Assert.Empty(message.Attributes);
        var envelope = JsonElement.Parse(message.Body);
        Assert.Equal(
            ("Notification", id, TopicArn, "Greetings", "hello", "1"),
            (Text(envelope, "Type"), Text(envelope, "MessageId"), Text(envelope, "TopicArn"), Text(envelope, "Subject"),
                Text(envelope, "Message"), Text(envelope, "SignatureVersion")));
        Assert.Equal("first", Text(envelope.GetProperty("MessageAttributes").GetProperty("kind"), "Value"));
        foreach (var name in (string[])["Timestamp", "Signature", "SigningCertURL", "UnsubscribeURL"])
        {
            Assert.NotEmpty(Text(envelope, name)!);
        }
    }

    [Fact]
    public async Task A_raw_message_comes_alone_with_its_attributes_and_each_protocol_may_have_its_own()
    {
        await using var laptop = await StartAsync();
        await SubscribeAsync(laptop, "sqs", QueueArn, ("RawMessageDelivery", "true"));

        await PublishAsync(
            laptop, """{"default":"for all","sqs":"for queues"}""",
            "&MessageStructure=json&MessageAttributes.entry.1.Name=size&MessageAttributes.entry.1.Value.DataType=Number"
                + "&MessageAttributes.entry.1.Value.StringValue=7");

        var message = Assert.Single(await laptop.Bus.ReceiveAsync("confirmations"));
        Assert.Equal(("for queues", "7"), (message.Body, message.Attributes["size"].Value));
    }

    [Theory]
    [InlineData("MessageAttributes", """{"kind":["a","b"]}""", true)]
    [InlineData("MessageAttributes", """{"kind":["x"]}""", false)]
    [InlineData("MessageAttributes", """{"size":[{"numeric":[">",6,"<=",7]}]}""", true)]
    [InlineData("MessageAttributes", """{"size":[{"numeric":[">",7]}]}""", false)]
    [InlineData("MessageAttributes", """{"tags":["red"]}""", true)]
    [InlineData("MessageAttributes", """{"tags":["blue"]}""", false)]
    [InlineData("MessageAttributes", """{"none":[{"exists":false}],"kind":[{"prefix":"a"}]}""", true)]
    [InlineData("MessageAttributes", """{"order":[{"exists":true}]}""", false)]
    [InlineData("MessageBody", """{"order":{"id":["1"]}}""", true)]
    [InlineData("MessageBody", """{"order":{"id":["2"]}}""", false)]
    [InlineData("MessageBody", """{"kind":["a"]}""", false)]
    public async Task A_filter_policy_decides_by_attributes_or_by_the_body(string scope, string policy, bool passes)
    {
        await using var laptop = await StartAsync();
        await SubscribeAsync(laptop, "sqs", QueueArn, ("FilterPolicy", policy), ("FilterPolicyScope", scope));

        await PublishAsync(
            laptop, """{"order":{"id":"1"}}""",
            Attribute(1, "kind", "String", "a") + Attribute(2, "size", "Number", "7")
                + Attribute(3, "tags", "String.Array", """["red","green"]"""));

        Assert.Equal(passes ? 1 : 0, laptop.Bus.Queue("confirmations").Depth().Visible);
    }

    [Fact]
    public async Task What_a_queue_does_not_allow_goes_to_the_dead_letter_queue()
    {
        await using var laptop = await StartAsync();
        await PutAsync(laptop, TestCloud.Queue("confirmations"));
        await SubscribeAsync(laptop, "sqs", QueueArn, ("RedrivePolicy", $$"""{"deadLetterTargetArn":"{{DeadLetterArn}}"}"""));

        await PublishAsync(laptop, "hello");

        Assert.Equal(0, laptop.Bus.Queue("confirmations").Depth().Visible);
        Assert.Equal("hello", Text(JsonElement.Parse(Assert.Single(await laptop.Bus.ReceiveAsync("confirmations-dlq")).Body), "Message"));
    }

    [Fact]
    public async Task A_batch_is_published_entry_by_entry()
    {
        await using var laptop = await StartAsync();
        await SubscribeAsync(laptop, "sqs", QueueArn, ("RawMessageDelivery", "true"));

        var answer = await CallAsync(
            laptop, $"Action=PublishBatch&TopicArn={TopicArn}&PublishBatchRequestEntries.member.1.Id=a"
                + "&PublishBatchRequestEntries.member.1.Message=1"
                + "&PublishBatchRequestEntries.member.2.Id=b&PublishBatchRequestEntries.member.2.Message=");

        Assert.Equal("a", Value(Element(answer, "Successful"), "Id"));
        Assert.Equal(("b", "InvalidParameter", "true"), (
            Value(Element(answer, "Failed"), "Id"), Value(Element(answer, "Failed"), "Code"),
            Value(Element(answer, "Failed"), "SenderFault")));
        Assert.Equal("1", Assert.Single(await laptop.Bus.ReceiveAsync("confirmations")).Body);
    }

    [Fact]
    public async Task Errors_have_the_codes_of_the_Query_protocol()
    {
        await using var laptop = await StartAsync();

        var missing = await CallAsync(laptop, $"Action=Publish&TopicArn={TopicArn}x&Message=m", HttpStatusCode.NotFound);
        var tooLong = await CallAsync(laptop, $"Action=Publish&TopicArn={TopicArn}&Message={new string('m', 262_145)}",
            HttpStatusCode.BadRequest);

        Assert.Equal(("NotFound", "Topic does not exist"), (Value(missing, "Code"), Value(missing, "Message")));
        Assert.Equal(("InvalidParameter", "Invalid parameter: Message too long"), (Value(tooLong, "Code"), Value(tooLong, "Message")));
    }

    [Fact]
    public async Task A_function_publishes_where_its_role_lets_it()
    {
        await using var laptop = await StartAsync(TestCloud.Allow("sns:Publish", TestCloud.Arn("sns", "others")));
        using var request = Form($"Action=Publish&TopicArn={TopicArn}&Message=m");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential=LOCAL{TestCloud.FunctionName}/20260101/eu-central-1/sns/aws4_request, "
                + "SignedHeaders=host, Signature=0");

        using var response = await laptop.Http.SendAsync(request, Cancelled);

        var error = XElement.Parse(await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal((HttpStatusCode.Forbidden, "AuthorizationError"), (response.StatusCode, Value(error, "Code")));
        Assert.Contains($"is not authorized to perform: SNS:Publish on resource: {TopicArn}", Value(error, "Message"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_is_promised_the_event_of_SNS()
    {
        await using var laptop = await StartAsync();
        var function = laptop.Bus.Model.Functions[0];
        await PutAsync(laptop, function with { Policy = [OfSns("lambda:InvokeFunction", function.Arn)] });
        await SubscribeAsync(laptop, "lambda", function.Arn);

        var id = await PublishAsync(laptop, "hello");

        var delivery = Assert.Single(laptop.Bus.Store.Reader.DueInvocations(DateTimeOffset.MaxValue.AddYears(-1), [], 10));
        Assert.Equal(function.Arn, delivery.TargetArn);
        var record = JsonElement.Parse(delivery.Body).GetProperty("Records")[0];
        var sns = record.GetProperty("Sns");
        Assert.Equal(
            ("aws:sns", "1.0", id, "hello", JsonValueKind.Null),
            (Text(record, "EventSource"), Text(record, "EventVersion"), Text(sns, "MessageId"), Text(sns, "Message"),
                sns.GetProperty("Subject").ValueKind));
    }

    [Fact]
    public async Task A_rule_publishes_to_a_topic_that_allows_it()
    {
        await using var laptop = await StartAsync();
        await SubscribeAsync(laptop, "sqs", QueueArn, ("RawMessageDelivery", "true"));
        await PutAsync(laptop, TestCloud.RuleTo("mail", "confirmations") with
        {
            Targets = [new RuleTarget("topic", TopicArn, DeadLetterArn, 0, TimeSpan.FromDays(1))],
        });

        await laptop.Bus.PublishAsync(TestBus.Event());
        var refused = Assert.Single(await laptop.Bus.ReceiveAsync("confirmations-dlq"));
        await PutAsync(laptop, new Topic("orders", TopicArn)
        {
            Policy = [OfSns("sns:Publish", TopicArn) with { Principals = ["events.amazonaws.com"] }],
        });
        var id = Assert.Single(await laptop.Bus.PublishAsync(TestBus.Event()));

        Assert.Equal("NO_PERMISSIONS", refused.Attributes["ERROR_CODE"].Value);
        Assert.Equal(id, Text(JsonElement.Parse(Assert.Single(await laptop.Bus.ReceiveAsync("confirmations")).Body), "id"));
    }

    private static string Attribute(int number, string name, string type, string value)
    {
        var entry = $"&MessageAttributes.entry.{number}.";
        return $"{entry}Name={name}{entry}Value.DataType={type}{entry}Value.StringValue={Uri.EscapeDataString(value)}";
    }
}
