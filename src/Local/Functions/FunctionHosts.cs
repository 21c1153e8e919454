using System.Collections.Concurrent;
using Waybill.Local.Account;

namespace Waybill.Local.Functions;

/// <summary>Every function of the account, and those that have just been replaced and end their work.</summary>
public sealed class FunctionHosts : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, FunctionHost> _hosts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<FunctionHost, Task> _leaving = new();
    private readonly FunctionHostOptions _options;
    private string _address = "";

    public FunctionHosts(IEnumerable<Function> functions, FunctionHostOptions options)
    {
        _options = options;
        foreach (var function in functions)
        {
            _hosts[function.Arn] = new FunctionHost(function, options);
        }
    }

    internal FunctionHostOptions Options => _options;

    internal IEnumerable<FunctionHost> All => _hosts.Values;

    /// <summary>The processes that run now.</summary>
    internal IEnumerable<int> ProcessIds => All.Concat(_leaving.Keys).SelectMany(host => host.ProcessIds);

    /// <summary>The host of a function, or null when the account has none with that ARN.</summary>
    internal FunctionHost? Find(string arn) => _hosts.GetValueOrDefault(arn);

    /// <summary>A process of a function, also of one that has been replaced while it worked.</summary>
    internal (FunctionHost Host, FunctionInstance Instance)? Find(string functionName, string instance) =>
        _hosts.Values.Concat(_leaving.Keys).Where(host => host.Function.Name == functionName)
            .Select(host => (Host: host, Instance: host.Find(instance)))
            .Where(found => found.Instance is not null)
            .Select(found => ((FunctionHost, FunctionInstance)?)(found.Host, found.Instance!)).FirstOrDefault();

    /// <summary>Starts one instance of each function and waits until all ask for work.</summary>
    /// <exception cref="FunctionStartException">One ended instead, or took longer than it may.</exception>
    public async Task StartAsync(string address, CancellationToken cancellationToken)
    {
        _address = address;
        foreach (var host in _hosts.Values)
        {
            host.At(address);
        }

        // What a call has uploaded starts when it is called, and may fail then: laptop mode itself has to start.
        var starts = _hosts.Values.Where(host => host.Function.CodeSha256 is null)
            .Select(host => host.StartAsync(address, cancellationToken)).ToList();
        // The first failure is reported at once; the others end when the hosts are disposed.
        await foreach (var start in Task.WhenEach(starts).WithCancellation(cancellationToken))
        {
            await start;
        }
    }

    /// <summary>Calls a function; one that is replaced before it could begin is called in its new form.</summary>
    /// <returns>Null when there is no such function.</returns>
    internal async Task<InvocationResult?> InvokeAsync(string arn, InvocationRequest request, CancellationToken cancellationToken)
    {
        while (Find(arn) is { } host)
        {
            var result = await host.InvokeAsync(request, cancellationToken);
            if (result.Outcome != InvocationOutcome.Stopped || ReferenceEquals(Find(arn), host))
            {
                return result;
            }
        }

        return null;
    }

    /// <summary>Takes over what changed; what runs on old code ends on it.</summary>
    internal void Follow(IReadOnlyList<Step> steps)
    {
        foreach (var step in steps)
        {
            if (!step.Is<Function>(out var before, out var after))
            {
                continue;
            }

            _hosts.TryGetValue((after ?? before)!.Arn, out var old);
            if (old is not null && after is not null && RunSame(old.Function, after))
            {
                old.Redefine(after);
                continue;
            }

            if (after is null)
            {
                _hosts.TryRemove(before!.Arn, out _);
            }
            else
            {
                var host = new FunctionHost(after, _options);
                host.At(_address);
                _hosts[after.Arn] = host;
            }

            if (old is not null)
            {
                _leaving[old] = LeaveAsync(old);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(All.Concat(_leaving.Keys).Select(host => host.DisposeAsync().AsTask()));
        await Task.WhenAll(_leaving.Values);
    }

    /// <summary>Whether processes of one definition can serve the other: neither code nor environment nor timeout has changed.</summary>
    private static bool RunSame(Function one, Function other) => ResourceJson.Write(Running(one)) == ResourceJson.Write(Running(other));

    private static Function Running(Function function) => function with
    {
        RoleArn = "",
        ReservedConcurrency = null,
        Policy = [],
        Description = null,
        DeadLetterArn = null,
        Tags = null,
        ModifiedAt = null,
        RevisionId = null,
    };

    private async Task LeaveAsync(FunctionHost host)
    {
        await Task.Yield(); // The writer's thread has more to do.
        await host.RetireAsync();
        _leaving.TryRemove(host, out _);
    }
}
