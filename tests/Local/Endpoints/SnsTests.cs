using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Waybill.Local.Account;
using Waybill.Local.Bus.Deliveries;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

/// <summary>Topics as SNS's clients use them: forms of the Query protocol, answered in XML.</summary>
public sealed class SnsTests
{
    private static readonly string TopicArn = TestCloud.Arn("sns", "orders");
    private static readonly string QueueArn = TestCloud.QueueArn("confirmations");
    private static readonly string DeadLetterArn = TestCloud.QueueArn("confirmations-dlq");

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
    public async Task An_endpoint_is_asked_first_and_gets_what_is_published_once_it_has_confirmed()
    {
        var requests = new ConcurrentQueue<(string Kind, string? Raw, string Body)>();
        await using var server = await ServeAsync(requests, _ => 200);
        await using var laptop = await StartAsync();
        await using var deliverer = Deliverer(laptop, laptop.Bus.Time);

        var arn = await SubscribeAsync(laptop, "http", server.Urls.Single());
        await PublishAsync(laptop, "too early");
        await UntilAsync(() => requests.Count == 1);
        var asked = JsonElement.Parse(requests.First().Body);
        var confirmed = await laptop.Http.GetStringAsync(new Uri(Text(asked, "SubscribeURL")!).PathAndQuery, Cancelled);
        await PublishAsync(laptop, "hello");
        await UntilAsync(() => requests.Count == 2);

        Assert.Equal("pending confirmation", arn);
        Assert.Equal(("SubscriptionConfirmation", TopicArn), (Text(asked, "Type"), Text(asked, "TopicArn")));
        Assert.StartsWith(TopicArn + ":", Value(XElement.Parse(confirmed), "SubscriptionArn"), StringComparison.Ordinal);
        var (kind, raw, body) = requests.Last();
        Assert.Equal(("Notification", null, "hello"), (kind, raw, Text(JsonElement.Parse(body), "Message")));
    }

    [Fact]
    public async Task An_endpoint_that_fails_is_tried_four_times_and_then_the_message_is_a_dead_letter()
    {
        var requests = new ConcurrentQueue<(string Kind, string? Raw, string Body)>();
        await using var server = await ServeAsync(requests, _ => 503);
        var time = new ManualTime();
        await using var laptop = await StartAsync(time: time);
        await PutAsync(laptop, new TopicSubscription($"{TopicArn}:1", TopicArn, "http", server.Urls.Single())
        {
            IsRaw = true,
            DeadLetterArn = DeadLetterArn,
        });
        await using var deliverer = Deliverer(laptop, time);

        await PublishAsync(laptop, "hello");
        await AdvanceUntilAsync(time, () => laptop.Bus.Queue("confirmations-dlq").Depth().Visible == 1);

        Assert.Equal(4, requests.Count);
        Assert.All(requests, request => Assert.Equal(("Notification", "true", "hello"), request));
        Assert.Equal("hello", Assert.Single(await laptop.Bus.ReceiveAsync("confirmations-dlq")).Body);
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

    private static async Task<TestEndpoints> StartAsync(PolicyStatement? rolePolicy = null, TimeProvider? time = null)
    {
        var laptop = await TestEndpoints.StartAsync(
            TestCloud.Model(
                queues:
                [
                    TestCloud.Queue("confirmations", policy: [OfSns("sqs:SendMessage", QueueArn)]),
                    TestCloud.Queue(
                        "confirmations-dlq", policy: [OfSns("sqs:SendMessage", DeadLetterArn),
                            TestCloud.FromEventBridge("confirmations-dlq")]),
                ],
                rolePolicy: rolePolicy is null ? [] : [rolePolicy]),
            time: time);
        Assert.Equal(TopicArn, Value(await CallAsync(laptop, "Action=CreateTopic&Name=orders"), "TopicArn"));
        return laptop;
    }

    private static PolicyStatement OfSns(string action, string arn) =>
        TestCloud.Allow(action, arn, ("aws:SourceAccount", "123456789012")) with { Principals = ["sns.amazonaws.com"] };

    private static async Task<string> SubscribeAsync(
        TestEndpoints laptop, string protocol, string endpoint, params IReadOnlyList<(string Name, string Value)> attributes)
    {
        var form = string.Concat(attributes.Select((attribute, i) =>
            $"&Attributes.entry.{i + 1}.key={attribute.Name}&Attributes.entry.{i + 1}.value={Uri.EscapeDataString(attribute.Value)}"));
        var answer = await CallAsync(
            laptop, $"Action=Subscribe&TopicArn={TopicArn}&Protocol={protocol}&Endpoint={Uri.EscapeDataString(endpoint)}{form}");
        return Value(answer, "SubscriptionArn");
    }

    private static async Task<string> PublishAsync(TestEndpoints laptop, string message, string more = "") => Value(
        await CallAsync(laptop, $"Action=Publish&TopicArn={TopicArn}&Message={Uri.EscapeDataString(message)}{more}"), "MessageId");

    private static string Attribute(int number, string name, string type, string value)
    {
        var entry = $"&MessageAttributes.entry.{number}.";
        return $"{entry}Name={name}{entry}Value.DataType={type}{entry}Value.StringValue={Uri.EscapeDataString(value)}";
    }

    private static HttpRequestMessage Form(string form) => new(HttpMethod.Post, "/")
    {
        Content = new StringContent($"{form}&Version=2010-03-31",
            new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded")),
    };

    private static async Task<XElement> CallAsync(TestEndpoints laptop, string form, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = Form(form);
        using var response = await laptop.Http.SendAsync(request, Cancelled);
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.True(response.StatusCode == expected, text);
        return XElement.Parse(text);
    }

    private static XElement Element(XElement answer, string name) => answer.Descendants().First(element => element.Name.LocalName == name);

    private static string Value(XElement answer, string name) => Element(answer, name).Value;

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static Task PutAsync(TestEndpoints laptop, IResource resource) =>
        laptop.Bus.Account.ChangeAsync(change => change.Put(resource), Cancelled);

    private static Deliverers Deliverer(TestEndpoints laptop, TimeProvider time)
    {
        var bus = laptop.Bus;
        var target = new TopicEndpointTarget(bus.Account, bus.Topics, [], time);
        var deliverer = new Deliverer(bus.Store, bus.Queues, _ => target.AttemptAsync, time, NullLogger<Deliverer>.Instance);
        bus.Router.Promised += deliverer.Wake;
        bus.Account.Follow(_ => deliverer.Wake());
        return new Deliverers(deliverer, target);
    }

    private static async Task<WebApplication> ServeAsync(
        ConcurrentQueue<(string Kind, string? Raw, string Body)> requests, Func<int, int> status)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var headers = context.Request.Headers;
            requests.Enqueue((
                headers["x-amz-sns-message-type"].ToString(), headers["x-amz-sns-rawdelivery"].FirstOrDefault(),
                await reader.ReadToEndAsync(context.RequestAborted)));
            context.Response.StatusCode = status(requests.Count);
        });
        await app.StartAsync(Cancelled);
        return app;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(10, Cancelled);
        }
    }

    private static async Task AdvanceUntilAsync(ManualTime time, Func<bool> holds)
    {
        while (!holds())
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(10, Cancelled);
        }
    }

    private sealed class Deliverers(Deliverer deliverer, TopicEndpointTarget target) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await deliverer.DisposeAsync();
            target.Dispose();
        }
    }
}
