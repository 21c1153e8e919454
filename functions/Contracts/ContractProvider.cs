using System.Net.Http.Json;

namespace Waybill.Contracts;

/// <summary>The third party that insures and guarantees.</summary>
public sealed class ContractProvider(HttpClient http, Uri address)
{
    /// <summary>Issues a contract; asked again, it answers as before and never revives a cancelled one.</summary>
    public async Task IssueAsync(Contract contract, CancellationToken cancellationToken)
    {
        var terms = new ContractTerms(contract.OrderId, contract.Sku, contract.Kind);
        using var response = await http.PutAsJsonAsync(
            AddressOf(contract.Id), terms, ContractsJson.Default.ContractTerms, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Cancels a contract; asked again, it answers as before.</summary>
    public async Task CancelAsync(string contractId, CancellationToken cancellationToken)
    {
        using var response = await http.DeleteAsync(AddressOf(contractId), cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private Uri AddressOf(string contractId) => new(address, $"contracts/{Uri.EscapeDataString(contractId)}");
}

/// <summary>What the provider wants to know about a contract.</summary>
public sealed record ContractTerms(string OrderId, string Sku, string Kind);
