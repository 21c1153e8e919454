using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.SimpleEmailV2;
using Amazon.SimpleEmailV2.Model;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

public sealed class SesTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_is_caught_and_shown_with_its_tags()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var client = laptop.Ses();

        var response = await client.SendEmailAsync(Mail("shop@shop.example", "ada@example.com"), Cancelled);

        var mails = await laptop.GetAsync("/_waybill/mails?to=ADA@example.com");
        var mail = Assert.Single(mails.EnumerateArray());
        Assert.Equal(response.MessageId, mail.GetProperty("id").GetString());
        Assert.Equal("Thank you – order 7", mail.GetProperty("subject").GetString());
        Assert.Equal("We have it.", mail.GetProperty("text").GetString());
        Assert.Equal("7", mail.GetProperty("tags").GetProperty("orderId").GetString());
        Assert.Empty((await laptop.GetAsync("/_waybill/mails?to=bob@example.com")).EnumerateArray());
    }

    [Theory]
    [InlineData("identity/shop.example", null, "shop@shop.example", true)]
    [InlineData("identity/shop@shop.example", null, "The Shop <shop@shop.example>", true)]
    [InlineData("identity/shop.example", "shop@shop.example", "The Shop <shop@shop.example>", true)]
    [InlineData("identity/shop.example", "shop@shop.example", "ceo@shop.example", false)]
    [InlineData("identity/other.example", null, "shop@shop.example", false)]
    public async Task A_function_may_send_from_the_address_or_domain_its_role_names(
        string identity, string? address, string from, bool allowed)
    {
        var statement = TestCloud.Allow("ses:SendEmail", TestCloud.Arn("ses", identity), ("ses:FromAddress", address));
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(rolePolicy: [statement]));
        using var client = laptop.Ses("LOCAL" + TestCloud.FunctionName);

        var sending = client.SendEmailAsync(Mail(from, "ada@example.com"), Cancelled);

        if (allowed)
        {
            await sending;
        }
        else
        {
            Assert.Equal("AccessDeniedException", (await Assert.ThrowsAsync<AmazonSimpleEmailServiceV2Exception>(() => sending)).ErrorCode);
        }
    }

    [Fact]
    public async Task A_mail_to_nobody_is_refused()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var client = laptop.Ses();
        var mail = Mail("shop@shop.example", "ada@example.com");
        mail.Destination.ToAddresses = [];

        var error = await Assert.ThrowsAsync<AmazonSimpleEmailServiceV2Exception>(() => client.SendEmailAsync(mail, Cancelled));

        Assert.Equal(("BadRequestException", "Destination has no address."), (error.ErrorCode, error.Message));
    }

    [Theory]
    [InlineData(
        "From: The Shop <shop@shop.example>\r\nTo: ada@example.com,\r\n \"Bob, B.\" <bob@example.com>\r\n"
            + "Subject: =?UTF-8?B?R3LDvMOfZQ==?= =?utf-8?q?_you?=\r\n\r\nHi.\r\n",
        "Grüße you", "Hi.", 2)]
    [InlineData(
        "From: shop@shop.example\nTo: ada@example.com\nSubject: Multi\nContent-Type: multipart/mixed; boundary=\"b1\"\n\n"
            + "--b1\nContent-Type: multipart/alternative;\n"
            + " boundary=b2\n\n--b2\nContent-Type: text/html\n\n<p>Hi</p>\n--b2\nContent-Type: text/plain; charset=utf-8\n"
            + "Content-Transfer-Encoding: quoted-printable\n\nGr=C3=BC=\n=C3=9Fe\n--b2--\n--b1\nContent-Type: text/plain\n"
            + "Content-Disposition: attachment\n\nno\n--b1--\n",
        "Multi", "Grüße", 1)]
    [InlineData(
        "From: shop@shop.example\nTo: ada@example.com\nContent-Type: text/html; charset=utf-8\n"
            + "Content-Transfer-Encoding: base64\n\nPGI+SGk8L2I+\n",
        "", "<b>Hi</b>", 1)]
    public async Task A_raw_mail_is_read_as_far_as_it_is_shown(string raw, string subject, string text, int recipients)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        var body = new JsonObject
        {
            ["Content"] = new JsonObject { ["Raw"] = new JsonObject { ["Data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(raw)) } },
        };

        Assert.Equal(HttpStatusCode.OK, await laptop.StatusAsync(HttpMethod.Post, "/v2/email/outbound-emails", body.ToJsonString()));

        var mail = Assert.Single((await laptop.GetAsync("/_waybill/mails")).EnumerateArray());
        Assert.Equal((subject, text), (mail.GetProperty("subject").GetString(), mail.GetProperty("text").GetString()));
        Assert.Contains("shop@shop.example", mail.GetProperty("from").GetString(), StringComparison.Ordinal);
        Assert.Equal(recipients, mail.GetProperty("to").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"Content":{}}""")]
    [InlineData("""{"Content":{"Raw":{"Data":"bm8gaGVhZGVy"}}}""")]
    [InlineData("""{"Content":{"Raw":{"Data":"!"}}}""")]
    public async Task What_is_no_mail_is_refused(string body)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());

        Assert.Equal(HttpStatusCode.BadRequest, await laptop.StatusAsync(HttpMethod.Post, "/v2/email/outbound-emails", body));
    }

    private static SendEmailRequest Mail(string from, string to) => new()
    {
        FromEmailAddress = from,
        Destination = new Destination { ToAddresses = [to] },
        Content = new EmailContent
        {
            Simple = new Message
            {
                Subject = new Content { Data = "Thank you – order 7" },
                Body = new Body { Text = new Content { Data = "We have it." } },
            },
        },
        EmailTags = [new MessageTag { Name = "orderId", Value = "7" }],
    };
}
