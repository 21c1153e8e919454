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
