using System.Threading.Channels;
using Waybill.Local.Account;
using Waybill.Local.Machine;
using Waybill.Local.Metrics;

namespace Waybill.Local.Functions;

/// <summary>Runs one function in processes of its own: as many as there is work for, within its limits.</summary>
/// <remarks>
/// An invocation ends exactly once: by the handler's answer, at the function's timeout (the process is killed), or when its process ends.
/// A process that ends is replaced when there is work; one that ends before it asked for work is tried again after a pause that doubles,
/// <see cref="MaximumStartFailures"/> times, after which invocations fail at once, and each <see cref="LongestPause"/> one more start is tried.
/// </remarks>
public sealed partial class FunctionHost : IAsyncDisposable
{
    public const int MaximumStartFailures = 5;
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Lambda's limit for a whole account, which bounds what can wait here (Lambda developer guide, "Lambda quotas").</summary>
    private const int AccountConcurrency = 1000;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly FunctionHostOptions _options;
    private readonly int _maximumInstances;
    private readonly IReadOnlyDictionary<string, string> _dimensions;
    private readonly Channel<Invocation> _waiting = Channel.CreateUnbounded<Invocation>();
    private readonly CancellationTokenSource _stopping = new(); // Not disposed: a late request may still look at it.
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly List<FunctionInstance> _instances = [];
    private readonly HashSet<Task> _background = [];
    private string _address = "";
    private int _open;
    private int _launched;
    private int _startFailures;
    private string? _lastStartFailure;
    private DateTimeOffset _nextStart;
    private bool _paused;

    public FunctionHost(Function function, FunctionHostOptions options)
    {
        Function = function;
        _options = options;
        _maximumInstances = Math.Max(1, Math.Min(options.MaximumInstances, function.ReservedConcurrency ?? int.MaxValue));
        _dimensions = new Dictionary<string, string>(StringComparer.Ordinal) { ["FunctionName"] = function.Name };
    }

    public Function Function { get; }

    /// <summary>The processes that run now.</summary>
    public IReadOnlyList<int> ProcessIds
    {
        get
        {
            lock (_gate)
            {
                return [.. _instances.Select(instance => instance.Process.Id)];
            }
        }
    }

    /// <summary>Starts the first instance and waits until it asks for work.</summary>
    /// <param name="address">Host and port where functions reach the Runtime API and every AWS API.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="FunctionStartException">It ended instead, or took longer than it may.</exception>
    public async Task StartAsync(string address, CancellationToken cancellationToken)
    {
        _address = address;
        FunctionInstance first;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
            first = Launch();
        }
        await first.Ready.WaitAsync(cancellationToken);
    }

    /// <summary>Calls the function and waits for its answer; how it fails is in the result.</summary>
    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var invocation = new Invocation(Guid.CreateVersion7(_options.Time.GetUtcNow()).ToString(), payload);
        if (Refuse(invocation) is { } refused)
        {
            return refused;
        }

        Put("Invocations", 1);
        try
        {
            var result = await invocation.Result.WaitAsync(cancellationToken);
            Put("Errors", result.Outcome == InvocationOutcome.Failed ? 1 : 0);
            if (invocation.StartedAt is { } started)
            {
                Put("Duration", (_options.Time.GetUtcNow() - started).TotalMilliseconds);
            }

            return result;
        }
        catch (OperationCanceledException)
        {
            invocation.TryComplete(Stopped); // If nobody has taken it yet, nobody needs to.
            throw;
        }
        finally
        {
            lock (_gate)
            {
                _open--;
            }
        }
    }

    /// <summary>Ends every instance; what they work on ends as <see cref="InvocationOutcome.Stopped"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        List<FunctionInstance> leaving;
        lock (_gate)
        {
            leaving = [.. _instances];
            _instances.Clear();
            leaving.ForEach(instance => instance.Leaving = true);
        }
        while (_waiting.Reader.TryRead(out var invocation))
        {
            invocation.TryComplete(Stopped);
        }

        await Task.WhenAll(leaving.Select(instance => instance.Process.StopAsync(Grace)));
        Task[] background;
        lock (_gate)
        {
            background = [.. _background];
        }

        await Task.WhenAll(background);
    }

    private static InvocationResult Stopped => InvocationResult.Without(InvocationOutcome.Stopped, "Laptop mode is shutting down.");

    /// <summary>Accepts an invocation and sees to it that somebody will take it, or says why not.</summary>
    private InvocationResult? Refuse(Invocation invocation)
    {
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested)
            {
                return Stopped;
            }

            var limit = Function.ReservedConcurrency ?? AccountConcurrency;
            if (_open >= limit)
            {
                Put("Throttles", 1);
                return InvocationResult.Without(InvocationOutcome.Throttled, $"Function {Function.Name} already has {limit} invocations, its limit.");
            }
            _open++;
            _waiting.Writer.TryWrite(invocation);
            LaunchWhereNeeded();
        }
        return null;
    }

    private void Put(string name, double value) =>
        _options.Metrics.Put(new Metric("AWS/Lambda", name, _dimensions, value, _options.Time.GetUtcNow()));

    private void Log(FunctionInstance? instance, string text, bool isError) =>
        _options.OnLine(new FunctionLogLine(Function.Name, instance?.Process.Id ?? 0, isError, LineReader.Shorten(text)));
}
