using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.SimpleEmailV2;
using Amazon.SimpleEmailV2.Model;

namespace Waybill.Polyfills;

public sealed class SimpleEmailV2ClientTests
{
    private static readonly SendEmailRequest Mail = new()
    {
        FromEmailAddress = "shop@example.com",
        Destination = new Destination { ToAddresses = ["anna@example.com"] },
        Content = new EmailContent
        {
            Simple = new Message
            {
                Subject = new Content { Data = "Thank you – Grüße", Charset = "UTF-8" },
                Body = new Body { Text = new Content { Data = "Your order" }, Html = new Content { Data = "<p>Your order</p>" } },
            },
        },
        EmailTags = [new MessageTag { Name = "order", Value = "536365" }],
        ConfigurationSetName = "waybill",
    };

    [Fact]
    public async Task Sends_a_mail_as_signed_rest_json()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok("""{"MessageId":"m-1"}"""));
        using var client = Client(server);

        var response = await client.SendEmailAsync(Mail, TestContext.Current.CancellationToken);

        Assert.Equal("m-1", response.MessageId);
        Assert.True(server.Requests.TryRead(out var request));
        Assert.Equal(("POST", "/v2/email/outbound-emails"), (request.Method, request.Path));
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.Contains("/eu-west-1/ses/aws4_request", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.False(request.Headers.ContainsKey("X-Amz-Target"));
        Assert.True(JsonElement.DeepEquals(
            JsonElement.Parse("""
                {"ConfigurationSetName":"waybill","FromEmailAddress":"shop@example.com",
                 "Content":{"Simple":{"Subject":{"Charset":"UTF-8","Data":"Thank you – Grüße"},
                   "Body":{"Html":{"Data":"<p>Your order</p>"},"Text":{"Data":"Your order"}}}},
                 "Destination":{"ToAddresses":["anna@example.com"]},
                 "EmailTags":[{"Name":"order","Value":"536365"}]}
                """),
            JsonElement.Parse(request.Body)),
            request.Body);
    }

    [Fact]
    public async Task A_refused_mail_becomes_the_exception_of_the_service()
    {
        await using var server = await LoopbackServer.StartAsync(new Reply(
            HttpStatusCode.BadRequest,
            """{"message":"Email address is not verified."}""",
            ("x-amzn-ErrorType", "MessageRejected:http://internal.amazon.com/coral/")));
        using var client = Client(server);

        var exception = await Assert.ThrowsAsync<AmazonSimpleEmailServiceV2Exception>(
            () => client.SendEmailAsync(Mail, TestContext.Current.CancellationToken));

        Assert.Equal(("MessageRejected", "Email address is not verified."), (exception.ErrorCode, exception.Message));
    }

    [Fact]
    public async Task An_endpoint_may_have_a_path()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok("""{"MessageId":"m-1"}"""));
        using var client = new AmazonSimpleEmailServiceV2Client(
            new BasicAWSCredentials("key", "secret"), new AmazonSimpleEmailServiceV2Config { ServiceURL = server.Url + "/aws" });

        await client.SendEmailAsync(Mail, TestContext.Current.CancellationToken);

        Assert.True(server.Requests.TryRead(out var request));
        Assert.Equal("/aws/v2/email/outbound-emails", request.Path);
    }

    private static AmazonSimpleEmailServiceV2Client Client(LoopbackServer server) => new(
        new BasicAWSCredentials("key", "secret"),
        new AmazonSimpleEmailServiceV2Config { ServiceURL = server.Url, AuthenticationRegion = "eu-west-1" });
}
