using System.Diagnostics;
using System.Text.Json.Serialization.Metadata;
using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using Polly;
using Polly.Retry;

namespace Waybill.Eventing.Publishing;

/// <summary>Puts events on the bus: all of them, or an exception that names those that never got in.</summary>
/// <remarks>
/// Only what EventBridge did not take is sent again, with growing pauses. An event may get in twice (when an answer is lost) and always
/// with the same id, which is what consumers need to suppress the second one. A publication with an event that is too large, or not what
/// the catalog promises, is refused as a whole before anything is sent.
/// </remarks>
public sealed class EventPublisher
{
    private readonly IAmazonEventBridge _eventBridge;
    private readonly PublisherOptions _options;
    private readonly TimeProvider _time;
    private readonly SchemaCheck _check;
    private readonly ResiliencePipeline<bool> _retry;

    public EventPublisher(IAmazonEventBridge eventBridge, PublisherOptions options, SchemaCheck check, TimeProvider time)
    {
        (_eventBridge, _options, _check, _time) = (eventBridge, options, check, time);
        _retry = new ResiliencePipelineBuilder<bool> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<bool>
            {
                ShouldHandle = new PredicateBuilder<bool>().HandleResult(worthRetrying => worthRetrying),
                MaxRetryAttempts = options.Retries,
                Delay = options.FirstPause,
                MaxDelay = options.LongestPause,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Randomizer = options.Jitter,
            })
            .Build();
    }

    /// <summary>Publishes events that nothing on the bus caused; each begins a correlation of its own.</summary>
    public Task PublishAsync<TData>(EventType<TData> type, IEnumerable<TData> data, CancellationToken cancellationToken) =>
        PutAsync(data.Select(item => ToEntry(Root(type, item), type.Json)), cancellationToken);

    /// <summary>Publishes what happened because of <paramref name="cause"/>.</summary>
    /// <remarks>
    /// The n-th event of a type always gets the same id for the same cause (docs/decisions/0015). So publish all events of one type in one
    /// call, in an order that a second run of the consumer repeats.
    /// </remarks>
    public Task PublishAsync<TCause, TData>(
        Event<TCause> cause, EventType<TData> type, IEnumerable<TData> data, CancellationToken cancellationToken) =>
        PutAsync(data.Select((item, ordinal) => ToEntry(Caused(cause, type, item, ordinal), type.Json)), cancellationToken);

    /// <summary>Publishes events whose envelopes are made already, each under its own source: for importers, which bring ids.</summary>
    public Task PublishAsync<TData>(IEnumerable<Event<TData>> events, JsonTypeInfo<TData> json, CancellationToken cancellationToken) =>
        PutAsync(events.Select(@event => ToEntry(@event, json)), cancellationToken);

    private Event<TData> Root<TData>(EventType<TData> type, TData data)
    {
        var id = EventId.New(_time);
        return new Event<TData>
        {
            Id = id,
            Source = _options.Source,
            Type = type.Type,
            Time = _time.GetUtcNow(),
            DataSchema = type.DataSchema,
            CorrelationId = id,
            PartitionKey = type.PartitionKey(data),
            Data = data,
        };
    }

    private Event<TData> Caused<TCause, TData>(Event<TCause> cause, EventType<TData> type, TData data, int ordinal) =>
        Root(type, data) with
        {
            Id = EventId.Derive(cause.Id, type.Type, ordinal),
            CorrelationId = cause.CorrelationId,
            CausationId = cause.Id,
            TraceParent = Activity.Current?.Id ?? cause.TraceParent,
        };

    /// <remarks>An event always carries a trace, so that one begins at its first publisher, whoever records it.</remarks>
    private Entry ToEntry<TData>(Event<TData> @event, JsonTypeInfo<TData> json)
    {
        var span = PublishSpan.Start(@event, _options.BusName);
        var traced = @event with { TraceParent = span?.Id ?? @event.TraceParent ?? Activity.Current?.Id ?? Traces.Begin() };
        var content = new PutEventsRequestEntry
        {
            EventBusName = _options.BusName,
            Source = @event.Source,
            DetailType = @event.Type,
            Time = @event.Time.UtcDateTime,
            Detail = Envelope.Write(traced, json),
        };
        return Entry.From(@event.Id, content, span);
    }

    private async Task PutAsync(IEnumerable<Entry> events, CancellationToken cancellationToken)
    {
        var entries = events.ToList();
        try
        {
            await PutAsync(entries, cancellationToken);
        }
        catch (Exception failure)
        {
            PublishSpan.End(entries, failure);
            throw;
        }

        PublishSpan.End(entries, failure: null);
    }

    private async Task PutAsync(List<Entry> entries, CancellationToken cancellationToken)
    {
        var batches = Entry.Batch(entries).Select(batch => new PendingBatch(batch)).ToList();
        _check.Check(entries);
        foreach (var batch in batches)
        {
            await _retry.ExecuteAsync(
                static async (state, token) => await state.batch.PutAsync(state._eventBridge, token),
                (batch, _eventBridge),
                cancellationToken);
        }

        var failed = batches.SelectMany(batch => batch.Failed).ToList();
        if (failed.Count > 0)
        {
            throw new EventsNotPublishedException(
                failed,
                batches.Sum(batch => batch.Count),
                batches.Select(batch => batch.LastError).FirstOrDefault(error => error is not null));
        }
    }
}
