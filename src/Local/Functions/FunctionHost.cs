using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Metrics;

namespace Waybill.Local.Functions;

/// <summary>Runs one function in processes of its own: takes invocations, within the function's limits, and sees each to its end.</summary>
/// <remarks>An invocation ends exactly once: by the handler's answer, at the function's timeout (the process is killed),
/// or when its process ends.</remarks>
internal sealed class FunctionHost : IAsyncDisposable
{
    private readonly FunctionHostOptions _options;
    private readonly FunctionInstances _instances;
    private readonly Scope _scope;
    private readonly IReadOnlyDictionary<string, string> _dimensions;

    public FunctionHost(Function function, FunctionHostOptions options)
    {
        _options = options;
        _instances = new FunctionInstances(function, options);
        _scope = Scope.Of(function.Arn);
        _dimensions = new Dictionary<string, string>(StringComparer.Ordinal) { ["FunctionName"] = function.Name };
    }

    /// <summary>What the account says of it.</summary>
    public Function Function => _instances.Function;

    /// <summary>Calls that can be under way at a time now without one waiting for another.</summary>
    public int Concurrency => _instances.Most;

    /// <summary>The processes that run now.</summary>
    internal IReadOnlyList<int> ProcessIds => _instances.ProcessIds;

    /// <summary>Starts the first instance and waits until it asks for work.</summary>
    /// <param name="address">Host and port where functions reach the Runtime API and every AWS API.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="FunctionStartException">It ended instead, or took longer than it may.</exception>
    public Task StartAsync(string address, CancellationToken cancellationToken) =>
        _instances.StartAsync(address).WaitAsync(cancellationToken);

    /// <summary>Says where functions reach this machine, for instances that start when there is work.</summary>
    public void At(string address) => _instances.Address = address;

    /// <summary>Somebody has more work than <see cref="Concurrency"/> lets it take: it grows when the machine has time.</summary>
    public void Grow() => _instances.Grow();

    /// <summary>Goes on under a definition that runs the same code in the same environment.</summary>
    public void Redefine(Function function) => _instances.Function = function;

    /// <summary>Takes no more work, waits for what is under way, as long as that may take, and ends.</summary>
    public async Task RetireAsync()
    {
        await _instances.DrainAsync().WaitAsync(Function.Timeout + _options.StartTime, _options.WorkTime)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DisposeAsync();
    }

    /// <summary>Calls the function and waits for its answer; how it fails is in the result.</summary>
    public async Task<InvocationResult> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        if (_options.Chaos.IsDown(Function.Name))
        {
            return FailWithoutFunction();
        }

        var invocation = new Invocation(request.RequestId ?? Guid.CreateVersion7(_options.Time.GetUtcNow()).ToString(), request);
        if (Refuse(invocation) is { } refused)
        {
            return refused;
        }

        Put("Invocations", 1);
        Put("ConcurrentExecutions", _instances.UnderWay);
        try
        {
            var result = await invocation.Result.WaitAsync(cancellationToken);
            Put("Errors", result.Outcome == InvocationOutcome.Failed ? 1 : 0);
            if (invocation.StartedAt is { } started)
            {
                var duration = _options.Time.GetUtcNow() - started;
                Put("Duration", duration.TotalMilliseconds);
                await (request.Log?.EndAsync(invocation.RequestId, duration, Function, _options.Time) ?? Task.CompletedTask);
            }

            return result;
        }
        catch (OperationCanceledException)
        {
            invocation.TryComplete(InvocationResult.Stopped); // If nobody has taken it yet, nobody needs to.
            throw;
        }
        finally
        {
            _instances.Close();
        }
    }

    /// <summary>Ends every instance; what they work on ends as <see cref="InvocationOutcome.Stopped"/>.</summary>
    public ValueTask DisposeAsync() => _instances.DisposeAsync();

    internal FunctionInstance? Find(string id) => _instances.Find(id);

    /// <summary>What Lambda makes of an invocation of a function that cannot start.</summary>
    private InvocationResult FailWithoutFunction()
    {
        Put("Invocations", 1);
        Put("Errors", 1);
        _instances.Output.Log(null, "chaos: an invocation fails, the function is down", isError: true);
        return InvocationResult.Failure("Runtime.ExitError", "Error: Runtime exited without providing a reason");
    }

    /// <summary>Has an instance take the invocation, or says why not.</summary>
    private InvocationResult? Refuse(Invocation invocation)
    {
        var limit = Function.ReservedConcurrency ?? FunctionOperations.AccountConcurrency;
        if (_instances.TryOpen(invocation, limit))
        {
            return null;
        }

        if (_instances.IsStopping)
        {
            return InvocationResult.Stopped;
        }

        Put("Throttles", 1);
        return InvocationResult.Without(
            InvocationOutcome.Throttled, $"Function {Function.Name} already has {limit} invocations, its limit.");
    }

    private void Put(string name, double value) =>
        _options.Metrics.Put(new Metric(
            _scope, "AWS/Lambda", name, _dimensions, value, _options.Time.GetUtcNow(), name == "Duration" ? "Milliseconds" : "Count"));
}
