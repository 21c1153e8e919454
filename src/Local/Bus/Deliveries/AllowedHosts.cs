namespace Waybill.Local.Bus.Deliveries;

/// <summary>Where laptop mode makes HTTP calls to: this machine, and the hosts its user has named.</summary>
internal sealed class AllowedHosts(IReadOnlyList<string> others)
{
    public bool Has(Uri address) => address.IsLoopback || others.Contains(address.Host, StringComparer.OrdinalIgnoreCase);

    public bool Has(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && Has(address);

    /// <summary>What is not called, and what is.</summary>
    public string Refusal(string endpoint) => $"{endpoint}; it calls this machine ({string.Join(", ", others.Prepend("loopback"))})";
}
