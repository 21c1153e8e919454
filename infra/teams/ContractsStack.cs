using Constructs;
using Waybill.Infra.LeastData;

namespace Waybill.Infra.Teams;

/// <summary>Who has warranties and insurance issued and cancelled at the contract provider.</summary>
public sealed class ContractsStack : TeamStack
{
    public ContractsStack(Construct scope, EnvironmentSettings settings, Repository repository, DeclaredData data)
        : base(scope, Team.Contracts, settings, repository, data)
    {
        var contracts = Table("contracts", key: "orderId");
        Variables["CONTRACTS_TABLE"] = contracts.TableName;
        Variables["LOGISTICS_URL"] = settings.LogisticsUrl;
        Variables["CONTRACT_PROVIDER_URL"] = settings.ContractProviderUrl;

        _ = new Subscription(this, "IssueContracts", new SubscriptionProps
        {
            Events = [Events.OrderCreatedV2],
            Function = Consumer("IssueContracts", ReadAndWrite(contracts), Publish),
        });

        _ = new Subscription(this, "CancelContracts", new SubscriptionProps
        {
            Events = [Events.OrderCancelledV1, Events.OrderReturnedV1],
            Function = Consumer("CancelContracts", ReadAndWrite(contracts), Publish),
        });
    }
}
