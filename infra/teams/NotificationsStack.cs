using Amazon.CDK.AWS.IAM;

namespace Waybill.Infra.Teams;

/// <summary>Who writes to customers, and about what.</summary>
public sealed class NotificationsStack : TeamStack
{
    public NotificationsStack(Deployment deployment) : base(deployment, "Notifications", "shop.notifications")
    {
        var sender = Settings.Matching("senderAddress", "^[^@ ]+@[^@ ]+$", "a mail address whose domain is verified in SES");
        Variables["SENDER_ADDRESS"] = sender;
        Variables["CUSTOMER_DIRECTORY_URL"] = Settings.Url("customerDirectoryUrl");

        Subscribe("SendOrderConfirmation", ["OrderCreated.v2"], may: [SendMail(sender)]);
        Subscribe("SendContractNotice", ["ContractIssued.v1", "ContractCancelled.v1"], may: [SendMail(sender)]);
    }

    /// <summary>From exactly this address.</summary>
    private PolicyStatement SendMail(string sender) =>
        Permissions.Allow([Deployment.Arn("ses", $"identity/{sender.Split('@')[1]}")], "ses:SendEmail").When("ses:FromAddress", sender);
}
