namespace Waybill.Infra.Teams;

/// <summary>Who has warranties and insurance issued and cancelled at the contract provider.</summary>
public sealed class ContractsStack : TeamStack
{
    public ContractsStack(Deployment deployment) : base(deployment, "Contracts", "shop.contracts")
    {
        var contracts = Table("contracts", key: "orderId");
        Variables["CONTRACTS_TABLE"] = contracts.TableName;
        Variables["LOGISTICS_URL"] = Settings.Url("logisticsUrl");
        Variables["CONTRACT_PROVIDER_URL"] = Settings.Url("contractProviderUrl");

        Subscribe("IssueContracts", ["OrderCreated.v2"], may: [Items(contracts, "UpdateItem"), Publish]);
        Subscribe("CancelContracts", ["OrderCancelled.v1", "OrderReturned.v1"], may: [Items(contracts, "UpdateItem"), Publish]);
    }
}
