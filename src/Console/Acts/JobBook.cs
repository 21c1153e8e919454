using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Waybill.Operations.Accounts;

namespace Waybill.WebConsole.Acts;

/// <summary>How far something is that was asked for.</summary>
internal interface IJobState
{
    bool HasEnded { get; }
}

/// <summary>What was asked for and goes on when nobody looks, and how far each is.</summary>
/// <param name="what">What it is called in errors.</param>
/// <param name="time">The clock.</param>
internal sealed class JobBook<TState>(string what, TimeProvider time) : IAsyncDisposable
    where TState : class, IJobState
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, TState> _states = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ended = new();

    /// <param name="id">Its name.</param>
    /// <param name="state">How it begins.</param>
    /// <param name="run">Does it, and has the state changed by <see cref="Change"/>.</param>
    /// <param name="failed">The state when it could not be done, with why, in a sentence.</param>
    public TState Start(string id, TState state, Func<CancellationToken, Task> run, Func<TState, string, TState> failed)
    {
        _states[id] = state;
        _running[id] = Task.Run(async () =>
        {
            try
            {
                await run(_ended.Token);
            }
            catch (Exception failure)
            {
                // It runs behind nobody's back: whoever asked for it is told, on the page, what was done and what stood in the way.
                Change(id, now => failed(now, InOneSentence.Of(failure) ?? failure.Message));
            }
        });
        return state;
    }

    public TState Now(string id) =>
        _states.GetValueOrDefault(id) ?? throw new OperationException($"There is no {what} '{id}' in this console.");

    public void Change(string id, Func<TState, TState> change) =>
        _states.AddOrUpdate(id, _ => throw new InvalidOperationException(id), (_, state) => change(state));

    /// <summary>How far it is, each time that it is further, to its end.</summary>
    /// <exception cref="OperationException">There is none of that name.</exception>
    public async IAsyncEnumerable<TState> FollowAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TState? seen = null;
        while (seen is not { HasEnded: true })
        {
            var now = Now(id);
            if (now != seen)
            {
                yield return seen = now;
            }
            else
            {
                await Task.Delay(LookEvery, time, cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await Task.WhenAll(_running.Values);
        _ended.Dispose();
    }
}

/// <summary>Hears of progress at once, not by way of another thread.</summary>
internal sealed class Heard(Action<int> onProgress) : IProgress<int>
{
    public void Report(int value) => onProgress(value);
}
