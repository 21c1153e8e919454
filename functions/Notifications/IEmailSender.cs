namespace Waybill.Notifications;

/// <summary>Sends mail to customers.</summary>
public interface IEmailSender
{
    /// <summary>Sends the mail, or decides that there is nobody to send it to (a guest); throws when it cannot.</summary>
    Task SendAsync(Email email, CancellationToken cancellationToken);
}
