using System.Collections.Frozen;
using Waybill.Local.Account;

namespace Waybill.Local.Functions;

/// <summary>Every function of the template.</summary>
public sealed class FunctionHosts(IEnumerable<Function> functions, FunctionHostOptions options) : IAsyncDisposable
{
    private readonly FrozenDictionary<string, FunctionHost> _hosts =
        functions.ToFrozenDictionary(function => function.Name, function => new FunctionHost(function, options), StringComparer.Ordinal);

    internal FunctionHostOptions Options => options;

    internal IEnumerable<FunctionHost> All => _hosts.Values;

    /// <summary>The host of a function, or null when the template has no function of that name.</summary>
    internal FunctionHost? Find(string name) => _hosts.GetValueOrDefault(name);

    /// <summary>Starts one instance of each function and waits until all ask for work.</summary>
    /// <exception cref="FunctionStartException">One ended instead, or took longer than it may.</exception>
    public async Task StartAsync(string address, CancellationToken cancellationToken)
    {
        var starts = _hosts.Values.Select(host => host.StartAsync(address, cancellationToken)).ToList();
        // The first failure is reported at once; the others end when the hosts are disposed.
        await foreach (var start in Task.WhenEach(starts).WithCancellation(cancellationToken))
        {
            await start;
        }
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_hosts.Values.Select(host => host.DisposeAsync().AsTask()));
}
