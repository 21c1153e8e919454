using Constructs;
using Waybill.Infra.LeastData;

namespace Waybill.Infra.Teams;

/// <summary>Who writes to customers, and about what.</summary>
public sealed class NotificationsStack : TeamStack
{
    public NotificationsStack(Construct scope, EnvironmentSettings settings, Repository repository, DeclaredData data)
        : base(scope, Team.Notifications, settings, repository, data)
    {
        Variables["SENDER_ADDRESS"] = settings.SenderAddress;
        Variables["CUSTOMER_DIRECTORY_URL"] = settings.CustomerDirectoryUrl;

        _ = new Subscription(this, "SendOrderConfirmation", new SubscriptionProps
        {
            Events = [Events.OrderCreatedV2],
            Function = Consumer("SendOrderConfirmation", Permissions.SendMail(settings)),
        });

        _ = new Subscription(this, "SendContractNotice", new SubscriptionProps
        {
            Events = [Events.ContractIssuedV1, Events.ContractCancelledV1],
            Function = Consumer("SendContractNotice", Permissions.SendMail(settings)),
        });
    }
}
