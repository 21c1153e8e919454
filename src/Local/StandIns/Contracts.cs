using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.StandIns;

[JsonConverter(typeof(JsonStringEnumConverter<ContractState>))]
public enum ContractState
{
    [JsonStringEnumMemberName("issued")]
    Issued,

    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}

/// <summary>A contract at the third party.</summary>
public sealed record Contract(string ContractId, string OrderId, string Sku, string Kind, ContractState State);

/// <summary>What a new contract is about.</summary>
internal sealed record ContractTerms(string OrderId, string Sku, string Kind);

/// <summary>The contract provider's books; durable. Issuing and cancelling can both be repeated without effect.</summary>
public sealed class Contracts
{
    private const string Kind = "contract";

    private readonly ConcurrentDictionary<string, Contract> _contracts = new(StringComparer.Ordinal);
    private readonly BusStore _store;

    public Contracts(BusStore store)
    {
        _store = store;
        foreach (var (id, json) in store.Reader.StandIn(Kind))
        {
            _contracts[id] = JsonSerializer.Deserialize(json, StandInJson.Default.Contract)!;
        }
    }

    public IReadOnlyList<Contract> All => [.. _contracts.Values.OrderBy(contract => contract.ContractId, StringComparer.Ordinal)];

    /// <returns>False when the contract was already there, cancelled or not: it stays as it is.</returns>
    internal async Task<bool> IssueAsync(string contractId, ContractTerms terms, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var contract = new Contract(contractId, terms.OrderId, terms.Sku, terms.Kind, ContractState.Issued);
        if (!_contracts.TryAdd(contractId, contract))
        {
            return false;
        }

        await SaveAsync(contractId);
        return true;
    }

    /// <returns>False when there never was such a contract.</returns>
    public async Task<bool> CancelAsync(string contractId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_contracts.TryGetValue(contractId, out var contract))
        {
            return false;
        }

        _contracts[contractId] = contract with { State = ContractState.Cancelled };
        await SaveAsync(contractId);
        return true;
    }

    // What is written is what holds when it is written, so that of two changes the later one stays. Not cancellable: the books in memory
    // have it already, and a caller that tries again is told so.
    private Task SaveAsync(string contractId) => _store.CommitAsync(
        transaction => transaction.PutStandIn(
            Kind, contractId, JsonSerializer.Serialize(_contracts[contractId], StandInJson.Default.Contract)),
        committed: null, CancellationToken.None);
}
