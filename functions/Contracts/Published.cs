using Waybill.Eventing.Publishing;

namespace Waybill.Contracts;

/// <summary>The events of this team; the catalog describes them.</summary>
public static class Published
{
    public static readonly EventType<ContractIssued> ContractIssued = new(
        "https://events.shop.example/ContractIssued/1.0.0/schema.json", ContractsJson.Default.ContractIssued, data => data.OrderId);

    public static readonly EventType<ContractCancelled> ContractCancelled = new(
        "https://events.shop.example/ContractCancelled/1.0.0/schema.json", ContractsJson.Default.ContractCancelled, data => data.OrderId);
}

public sealed record ContractIssued(string ContractId, string OrderId, string Kind)
{
    public static ContractIssued From(Contract contract) => new(contract.Id, contract.OrderId, contract.Kind);
}

public sealed record ContractCancelled(string ContractId, string OrderId, string Kind, string Reason);
