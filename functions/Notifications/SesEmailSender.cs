using Amazon.SimpleEmailV2;
using Amazon.SimpleEmailV2.Model;

namespace Waybill.Notifications;

/// <summary>Sends through Amazon SES, to the address the customer directory has for the order.</summary>
/// <remarks>SES takes a mail twice when it is asked twice; that it is asked once is the idempotency table's work.</remarks>
public sealed class SesEmailSender(IAmazonSimpleEmailServiceV2 ses, CustomerDirectory customers, ConsumerLog log, string senderAddress)
    : IEmailSender
{
    public async Task SendAsync(Email email, CancellationToken cancellationToken)
    {
        if (await customers.AddressOfAsync(email.OrderId, cancellationToken) is not { } address)
        {
            log.Information(email.Consumer, $"Order {email.OrderId} is a guest's, without an address: no mail.");
            return;
        }

        try
        {
            await ses.SendEmailAsync(ToRequest(email, address), cancellationToken);
        }
        catch (AmazonSimpleEmailServiceV2Exception exception)
        {
            // SES quotes addresses in its messages, and messages are logged.
            throw new EmailNotSentException($"SES did not take the mail about order {email.OrderId}: {exception.ErrorCode}.", exception);
        }
    }

    private SendEmailRequest ToRequest(Email email, string address) => new()
    {
        FromEmailAddress = senderAddress,
        Destination = new Destination { ToAddresses = [address] },
        EmailTags =
        [
            new MessageTag { Name = "orderId", Value = email.OrderId },
            new MessageTag { Name = "consumer", Value = email.Consumer },
        ],
        Content = new EmailContent
        {
            Simple = new Message
            {
                Subject = Utf8(email.Subject),
                Body = new Body { Text = Utf8(email.Text), Html = Utf8(email.Html) },
            },
        },
    };

    private static Content Utf8(string text) => new() { Charset = "UTF-8", Data = text };
}

/// <summary>A mail was not sent. The message names the order and never an address.</summary>
public sealed class EmailNotSentException(string message, Exception innerException) : Exception(message, innerException);
