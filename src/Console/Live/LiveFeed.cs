using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Waybill.Operations.Accounts;
using Waybill.Operations.Logs;
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
    private readonly Lock _gate = new();
    private readonly HashSet<Channel<LiveFrame>> _lookers = [];
    private Task _loop = Task.CompletedTask;
    private bool _isAsking;
    private LiveFrame? _last;
    private IReadOnlyList<PublishedEvent> _recent = [];

    /// <summary>What is known now, with what passed before, and each frame from now on.</summary>
    public async IAsyncEnumerable<LiveFrame> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Join();
        try
        {
            await foreach (var frame in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return frame;
            }
        }
        finally
        {
            lock (_gate)
            {
                _lookers.Remove(channel);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        Task loop;
        lock (_gate)
        {
            loop = _loop;
        }

        await loop;
        lock (_gate)
        {
            foreach (var channel in _lookers)
            {
                channel.Writer.TryComplete();
            }
        }

        _ended.Dispose();
    }

    private Channel<LiveFrame> Join()
    {
        var channel = Channel.CreateBounded<LiveFrame>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            if (_ended.IsCancellationRequested)
            {
                channel.Writer.TryComplete();
                return channel;
            }

            _lookers.Add(channel);
            if (!_isAsking)
            {
                (_isAsking, _last, _recent) = (true, null, []);
                _loop = Task.Run(() => RunAsync(_ended.Token));
            }
            else if (_last is { } last)
            {
                channel.Writer.TryWrite(last with { Published = last.Published is { } part ? part with { Events = _recent } : null });
            }
        }

        return channel;
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var from = options.Time.GetUtcNow() - AtFirst - Lag;
        try
        {
            do
            {
                var until = options.Time.GetUtcNow() - Lag;
                Tell(await ReadAsync(from, until, cancellationToken));
                from = until;
                await Task.Delay(options.Refresh, options.Time, cancellationToken);
            }
            while (IsStillAsked());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The console ends.
        }
    }

    private void Tell(LiveFrame frame)
    {
        lock (_gate)
        {
            _last = frame;
            _recent = [.. _recent.Concat(frame.Published?.Events ?? []).TakeLast(PublishedPart.MostEvents)];
            foreach (var looker in _lookers)
            {
                looker.Writer.TryWrite(frame);
            }
        }
    }

    /// <summary>Decided together with who joins: that nobody looks any more, and that somebody begins to.</summary>
    private bool IsStillAsked()
    {
        lock (_gate)
        {
            return _isAsking = _lookers.Count > 0;
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
