using System.Diagnostics;
using System.Net.Http.Headers;
using System.Threading.Channels;

namespace Waybill.Telemetry;

/// <summary>Records spans of activity sources and sends them to a receiver of OTLP.</summary>
/// <remarks>
/// What makes spans never waits and never fails for it: the newest are dropped where too many wait, and all of a request that the receiver
/// does not take. The first time each is said; after a failure nothing is sent for a while, so that a receiver that is away costs little.
/// </remarks>
public sealed class SpanExporter : IAsyncDisposable
{
    private const int MostWaiting = 4_096;
    private const int MostAtOnce = 512;
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(15);

    private readonly OtlpSettings _settings;
    private readonly Action<string> _warn;
    private readonly TimeProvider _time;
    private readonly ActivityListener _listener;
    private readonly Channel<Activity> _waiting;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _ending = new();
    private readonly HttpClient _http;
    private readonly Task _flushing;
    private DateTimeOffset _silentUntil;
    private int _droppedOnce;
    private bool _failedOnce;

    /// <param name="settings">Where to.</param>
    /// <param name="isOurs">Which sources' spans.</param>
    /// <param name="warn">Hears once of spans that are dropped, and once of a receiver that takes none; must not throw.</param>
    /// <param name="time">The clock of pauses and timeouts.</param>
    /// <param name="every">How often what waits is sent; null when that is left to <see cref="FlushAsync"/>.</param>
    public SpanExporter(
        OtlpSettings settings, Func<ActivitySource, bool> isOurs, Action<string> warn, TimeProvider time, TimeSpan? every = null)
    {
        (_settings, _warn, _time) = (settings, warn, time);
        var options = new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite };
        _waiting = Channel.CreateBounded<Activity>(options, _ => Drop());
        // Its own requests belong to no trace.
        _http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { Timeout = Timeout.InfiniteTimeSpan };
        foreach (var (name, value) in settings.Headers)
        {
            _http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        }

        _listener = new ActivityListener
        {
            ShouldListenTo = isOurs,
            Sample = (ref options) => settings.Sampler.Decide(options.Parent, options.TraceId),
            ActivityStopped = Take,
        };
        ActivitySource.AddActivityListener(_listener);
        _flushing = every is { } interval ? FlushEveryAsync(interval) : Task.CompletedTask;
    }

    /// <summary>Sends what waits; when the task completes, it has been sent, or given up.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _turn.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return; // Somebody else is sending.
        }

        try
        {
            while (Next() is { Count: > 0 } spans)
            {
                await SendAsync(spans, cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Records no more, and sends what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _ending.CancelAsync();
        await _flushing;
        await FlushAsync(CancellationToken.None);
        _http.Dispose();
        _turn.Dispose();
        _ending.Dispose();
    }

    private void Take(Activity span)
    {
        if (span.Recorded)
        {
            _waiting.Writer.TryWrite(span);
        }
    }

    private void Drop()
    {
        if (Interlocked.Exchange(ref _droppedOnce, 1) == 0)
        {
            _warn($"More than {MostWaiting} spans wait for {_settings.Receiver}; further ones are dropped until it takes them.");
        }
    }

    private List<Activity> Next()
    {
        var spans = new List<Activity>();
        while (spans.Count < MostAtOnce && _waiting.Reader.TryRead(out var span))
        {
            spans.Add(span);
        }

        return spans;
    }

    private async Task SendAsync(IReadOnlyList<Activity> spans, CancellationToken cancellationToken)
    {
        if (_time.GetUtcNow() < _silentUntil)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(_settings.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var content = new ReadOnlyMemoryContent(OtlpRequest.Write(_settings.Resource, spans));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
            using var answer = await _http.PostAsync(_settings.Receiver, content, either.Token);
            if (!answer.IsSuccessStatusCode)
            {
                Fail($"it answered {(int)answer.StatusCode}");
            }
        }
        catch (HttpRequestException failure)
        {
            Fail(failure.Message);
        }
        catch (OperationCanceledException)
        {
            Fail("it took too long");
        }
    }

    private void Fail(string why)
    {
        _silentUntil = _time.GetUtcNow() + PauseAfterFailure;
        if (!_failedOnce)
        {
            _failedOnce = true;
            _warn(
                $"Spans were not taken by {_settings.Receiver}: {why}. They are lost; it is tried again every "
                + $"{PauseAfterFailure.TotalSeconds:0} seconds.");
        }
    }

    private async Task FlushEveryAsync(TimeSpan interval)
    {
        using var timer = new PeriodicTimer(interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                await FlushAsync(CancellationToken.None); // Ended in the middle, what it sends would be lost; it has a timeout.
            }
        }
        catch (OperationCanceledException)
        {
            // It ends; what waits is sent by whoever ends it.
        }
    }
}
