using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Microsoft.Extensions.DependencyInjection;
using Waybill.Eventing.Calling;

namespace Waybill.Eventing.Consuming;

/// <summary>Takes a batch of messages from the queue to a consumer, each once if a second time would matter, and tells the queue which
/// of them to keep.</summary>
/// <remarks>
/// <para>
/// A message is reported as failed, and so stays in the queue, when it is not a readable event, when the consumer throws, when time is
/// up, or when another delivery of the same thing is still being handled. Everything else is removed. The queue's redrive policy decides
/// how often a message may fail. Needs <c>ReportBatchItemFailures</c> on the event source mapping; without it Lambda would take the
/// answer for success.
/// </para>
/// <para>Messages of a batch are handled at the same time, those with the same idempotency key one after the other.</para>
/// </remarks>
public sealed class Inbox<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TConsumer, TData>(
    IServiceProvider services, ConsumerLog log, InboxOptions options, TimeProvider time, IdempotencyTable? idempotency = null,
    TraceExport? traces = null)
    where TConsumer : class, IConsumer<TData>
{
    private static readonly string Consumer = typeof(TConsumer).Name;

    private readonly string _keys = options.ProjectionVersion is { } version ? $"{Consumer}@{version}#" : $"{Consumer}#";
    private readonly IdempotencyTable? _records = RecordsOf(idempotency);
    private readonly TConsumer _consumer = ActivatorUtilities.GetServiceOrCreateInstance<TConsumer>(services);
    private JsonTypeInfo<TData>? _data;

    /// <summary>Handles a batch of events, each in its envelope, within the time the invocation has left.</summary>
    /// <param name="batch">What the queue hands over.</param>
    /// <param name="context">Says how much time is left.</param>
    /// <param name="data">The record that the consumer declares, out of any context; <see cref="EventData"/> says how it is read.</param>
    public Task<SQSBatchResponse> HandleAsync(SQSEvent batch, ILambdaContext context, JsonTypeInfo<TData> data)
    {
        var type = _data ??= EventData.TypeOf(data);
        return HandleAsync(batch, context, body => QueueMessage.Read(body, type));
    }

    /// <summary>The same for a queue whose messages are something else than events in their envelopes.</summary>
    /// <param name="batch">What the queue hands over.</param>
    /// <param name="context">Says how much time is left.</param>
    /// <param name="read">Reads a message's body; throws when it is not what the rule hands over.</param>
    public async Task<SQSBatchResponse> HandleAsync(SQSEvent batch, ILambdaContext context, Func<string, Event<TData>> read)
    {
        var timeLeft = context.RemainingTime;
        var leaseUntil = time.GetUtcNow() + timeLeft + options.LeaseMargin;
        using var stop = new CancellationTokenSource(timeLeft - Shorter(options.StopMargin, timeLeft / 2), time);

        var outcomes = new ConcurrentBag<(string MessageId, Outcome Outcome)>();
        var deliveries = new List<Delivery>(batch.Records.Count);
        foreach (var message in batch.Records)
        {
            if (TryRead(message, read) is { } delivery)
            {
                deliveries.Add(delivery);
            }
            else
            {
                outcomes.Add((message.MessageId, Outcome.Unreadable));
            }
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency };
        await Parallel.ForEachAsync(deliveries.GroupBy(delivery => delivery.Id, StringComparer.Ordinal), parallel, async (sameKey, _) =>
        {
            var done = false;
            foreach (var delivery in sameKey)
            {
                var outcome = await HandleAsync(delivery, done, leaseUntil, stop.Token);
                done = outcome is Outcome.Handled or Outcome.Suppressed;
                outcomes.Add((delivery.Message.MessageId, outcome));
            }
        });

        await (traces?.FlushAsync(context.RemainingTime) ?? Task.CompletedTask);
        return Report(outcomes);
    }

    private Delivery? TryRead(SQSEvent.SQSMessage message, Func<string, Event<TData>> read)
    {
        var attempt = Attempt.Begin(message, time);
        try
        {
            var @event = read(message.Body);
            return _consumer.IdempotencyKey(@event) is { Length: > 0 } key
                ? new Delivery(message, @event, _keys + key)
                : throw new MalformedEventException(
                    "The event's idempotency key is empty, so it would be taken for a duplicate of others.");
        }
        catch (Exception exception)
        {
            using var span = ProcessSpan.StartUnreadable(Consumer, message);
            ProcessSpan.Tell(span, Outcome.Unreadable, attempt, exception);
            log.Write(Consumer, attempt, Outcome.Unreadable, ids: null, exception, calls: []);
            return null;
        }
    }

    /// <summary>Handles a delivery and logs what came of it; <paramref name="done"/> says that one before it in the batch did it.</summary>
    private async Task<Outcome> HandleAsync(Delivery delivery, bool done, DateTimeOffset leaseUntil, CancellationToken stop)
    {
        var attempt = Attempt.Begin(delivery.Message, time);
        var calls = FailedCalls.Begin();
        using var span = ProcessSpan.Start(Consumer, delivery.Message, delivery.Event);
        Outcome outcome;
        Exception? failure = null;
        try
        {
            outcome = done ? Outcome.Suppressed : await ConsumeAsync(delivery, leaseUntil, stop);
        }
        catch (Exception exception)
        {
            (outcome, failure) = (Outcome.Failed, exception);
        }

        ProcessSpan.Tell(span, outcome, attempt, failure);
        log.Write(Consumer, attempt, outcome, delivery.Ids, failure, calls.All);
        return outcome;
    }

    private async Task<Outcome> ConsumeAsync(Delivery delivery, DateTimeOffset leaseUntil, CancellationToken stop)
    {
        if (_records is null)
        {
            await _consumer.ConsumeAsync(delivery.Event, stop);
            return Outcome.Handled;
        }

        var claim = await _records.ClaimAsync(delivery.Id, leaseUntil, stop);
        switch (claim.Outcome)
        {
            case ClaimOutcome.AlreadyDone:
                return Outcome.Suppressed;
            case ClaimOutcome.HeldByAnother:
                return Outcome.Postponed;
            default:
                await ConsumeAsync(_records, delivery, claim, stop);
                return Outcome.Handled;
        }
    }

    private async Task ConsumeAsync(IdempotencyTable records, Delivery delivery, Claim claim, CancellationToken stop)
    {
        try
        {
            await _consumer.ConsumeAsync(delivery.Event, stop);
        }
        catch
        {
            await ReleaseAsync(records, delivery, claim);
            throw;
        }

        // Not to be cancelled: the effect has happened, and saying so is what prevents a second one.
        await records.CompleteAsync(claim, CancellationToken.None);
    }

    private async Task ReleaseAsync(IdempotencyTable records, Delivery delivery, Claim claim)
    {
        try
        {
            await records.ReleaseAsync(claim, CancellationToken.None);
        }
        catch (Exception exception)
        {
            log.NotReleased(Consumer, delivery.Message.MessageId, delivery.Ids, exception);
        }
    }

    /// <summary>Where the consumer remembers what it has done; null when a second time changes nothing.</summary>
    private static IdempotencyTable? RecordsOf(IdempotencyTable? table) =>
        typeof(TConsumer).IsDefined(typeof(RepeatableAttribute), inherit: false)
            ? null
            : table ?? throw new InvalidOperationException(
                $"{Consumer} has no idempotency table, which only a consumer with [Repeatable] goes without.");

    private SQSBatchResponse Report(ConcurrentBag<(string MessageId, Outcome Outcome)> outcomes)
    {
        int CountOf(Outcome outcome) => outcomes.Count(one => one.Outcome == outcome);
        var (handled, suppressed) = (CountOf(Outcome.Handled), CountOf(Outcome.Suppressed));
        log.Count(Consumer, handled, suppressed, outcomes.Count - handled - suppressed);
        return new SQSBatchResponse(
        [
            .. outcomes.Where(one => one.Outcome is not (Outcome.Handled or Outcome.Suppressed))
                .Select(one => new SQSBatchResponse.BatchItemFailure { ItemIdentifier = one.MessageId }),
        ]);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private sealed record Delivery(SQSEvent.SQSMessage Message, Event<TData> Event, string Id)
    {
        public EventIds Ids => EventIds.Of(Event, Id);
    }
}
