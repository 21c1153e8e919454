using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using Waybill.Local.Account;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

/// <summary>A topic, a queue for its messages and one for its dead letters, called by forms of the Query protocol.</summary>
internal static class TestTopic
{
    public static readonly string TopicArn = TestCloud.Arn("sns", "orders");
    public static readonly string QueueArn = TestCloud.QueueArn("confirmations");
    public static readonly string DeadLetterArn = TestCloud.QueueArn("confirmations-dlq");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<TestEndpoints> StartAsync(PolicyStatement? rolePolicy = null, TimeProvider? time = null)
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

    public static PolicyStatement OfSns(string action, string arn) =>
        TestCloud.Allow(action, arn, ("aws:SourceAccount", "123456789012")) with { Principals = ["sns.amazonaws.com"] };

    public static async Task<string> SubscribeAsync(
        TestEndpoints laptop, string protocol, string endpoint, params IReadOnlyList<(string Name, string Value)> attributes)
    {
        var form = string.Concat(attributes.Select((attribute, i) =>
            $"&Attributes.entry.{i + 1}.key={attribute.Name}&Attributes.entry.{i + 1}.value={Uri.EscapeDataString(attribute.Value)}"));
        var answer = await CallAsync(
            laptop, $"Action=Subscribe&TopicArn={TopicArn}&Protocol={protocol}&Endpoint={Uri.EscapeDataString(endpoint)}{form}");
        return Value(answer, "SubscriptionArn");
    }

    public static async Task<string> PublishAsync(TestEndpoints laptop, string message, string more = "") => Value(
        await CallAsync(laptop, $"Action=Publish&TopicArn={TopicArn}&Message={Uri.EscapeDataString(message)}{more}"), "MessageId");

    public static HttpRequestMessage Form(string form) => new(HttpMethod.Post, "/")
    {
        Content = new StringContent($"{form}&Version=2010-03-31",
            new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded")),
    };

    public static async Task<XElement> CallAsync(TestEndpoints laptop, string form, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = Form(form);
        using var response = await laptop.Http.SendAsync(request, Cancelled);
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.True(response.StatusCode == expected, text);
        return XElement.Parse(text);
    }

    public static XElement Element(XElement answer, string name) => answer.Descendants().First(element => element.Name.LocalName == name);

    public static string Value(XElement answer, string name) => Element(answer, name).Value;

    public static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    public static Task PutAsync(TestEndpoints laptop, IResource resource) =>
        laptop.Bus.Account.ChangeAsync(change => change.Put(resource), Cancelled);
}
