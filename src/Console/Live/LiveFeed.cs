using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Waybill.Operations.Accounts;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Live;

/// <summary>Asks the account again and again while somebody looks, once for all who look.</summary>
/// <remarks>Who reads too slowly misses frames, not the newest ones; nobody holds the others up.</remarks>
internal sealed class LiveFeed(AccountAtHand account, ConsoleOptions options) : IAsyncDisposable
{
    private const int MostWaiting = 4;

    /// <summary>Who begins to look sees what was published in this time.</summary>
    private static readonly TimeSpan AtFirst = TimeSpan.FromMinutes(1);

    /// <summary>Lines of a moment ago may still be on their way into the log.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<Channel<LiveFrame>, bool> _lookers = new();
    private readonly Lock _starting = new();
    private Task _loop = Task.CompletedTask;
    private LiveFrame? _last;

    /// <summary>The last frame that is known, and each one from now on.</summary>
    public async IAsyncEnumerable<LiveFrame> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<LiveFrame>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        if (Volatile.Read(ref _last) is { } last && options.Time.GetUtcNow() - last.At < 2 * options.Refresh)
        {
            channel.Writer.TryWrite(last);
        }

        _lookers[channel] = true;
        Start();
        try
        {
            await foreach (var frame in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return frame;
            }
        }
        finally
        {
            _lookers.TryRemove(channel, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _loop;
        foreach (var channel in _lookers.Keys)
        {
            channel.Writer.TryComplete();
        }

        _ended.Dispose();
    }

    private void Start()
    {
        lock (_starting)
        {
            if (_loop.IsCompleted && !_ended.IsCancellationRequested)
            {
                _loop = Task.Run(() => RunAsync(_ended.Token));
            }
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var from = options.Time.GetUtcNow() - AtFirst - Lag;
        try
        {
            while (!_lookers.IsEmpty)
            {
                var until = options.Time.GetUtcNow() - Lag;
                var frame = await ReadAsync(from, until, cancellationToken);
                from = until;
                Volatile.Write(ref _last, frame);
                foreach (var looker in _lookers.Keys)
                {
                    looker.Writer.TryWrite(frame);
                }

                await Task.Delay(options.Refresh, options.Time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The console ends.
        }
    }

    private async Task<LiveFrame> ReadAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        try
        {
            var verbs = await account.VerbsAsync(cancellationToken);
            var published = verbs.Flows.PublishedAsync(from, until, cancellationToken);
            var status = await verbs.Status.ReadAsync([], cancellationToken);
            return new LiveFrame(status.At, status, PublishedPart.Of(await published), null, Denied: false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The next look may go well; until then the page says since when it is blind.
            var why = InOneSentence.Of(failure) ?? $"The account could not be read: {failure.Message}";
            return new LiveFrame(options.Time.GetUtcNow(), null, null, why, InOneSentence.IsDenied(failure));
        }
    }
}
