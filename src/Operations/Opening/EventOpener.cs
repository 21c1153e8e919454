using Waybill.Operations.Accounts;
using Waybill.Operations.Explaining;
using Waybill.Operations.Failures;
using Waybill.Operations.Tracing;

namespace Waybill.Operations.Opening;

/// <summary>One event, with everything an account says of it.</summary>
/// <param name="Event">Its ids, who got it and what came of it.</param>
/// <param name="Rules">What each rule says to it; those that take it come first.</param>
/// <param name="Body">The event as EventBridge hands it over, nothing masked; null when it is nowhere that it could be read from.</param>
/// <param name="IsWhole">Whether the rules saw all of it, or its source and type only.</param>
public sealed record OpenedEvent(TracedEvent Event, IReadOnlyList<RuleAnswer> Rules, string? Body, bool IsWhole);

/// <summary>Opens one event.</summary>
public sealed class EventOpener(AwsAccount account, TimeProvider time)
{
    /// <summary>How long ago an event that does not lie dead may be.</summary>
    private static readonly TimeSpan FarBack = TimeSpan.FromDays(1);

    private readonly TraceReader _trace = new(account, time);
    private readonly FailureReader _failures = new(account, time);
    private readonly RuleExplainer _rules = new(account, time);

    /// <param name="id">The event's.</param>
    /// <param name="keptAsync">Who keeps events where they can be read, asked for the one of a type and id. An account
    /// itself does not, but for those that lie dead.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">It was not logged in the last day, and does not lie dead.</exception>
    public async Task<OpenedEvent> OpenAsync(
        string id, Func<string, string, CancellationToken, Task<string?>> keptAsync, CancellationToken cancellationToken)
    {
        var logged = await _trace.EventAsync(id, FarBack, cancellationToken);
        var (dead, body) = await DeadAsync(id, logged, cancellationToken);
        var @event = logged ?? dead ?? throw new OperationException(
            $"No event with the id '{id}' was logged in the last {FarBack.TotalDays} day, and none lies dead.");
        body ??= @event.Type is { } type ? await keptAsync(type, id, cancellationToken) : null;

        var isWhole = body is not null && RuleExplainer.IsEvent(body);
        var rules = isWhole
            ? await _rules.OfBodyAsync(body!, rule: null, cancellationToken)
            : await _rules.OfKindAsync(@event.Source, @event.Type, rule: null, cancellationToken);
        return new OpenedEvent(@event, rules, body, isWhole);
    }

    /// <summary>The event as its dead letter has it, and that letter; nothing where it lies nowhere.</summary>
    private async Task<(TracedEvent? Event, string? Body)> DeadAsync(string id, TracedEvent? logged, CancellationToken cancellationToken)
    {
        var consumers = logged?.Deliveries.Where(delivery => delivery.DeadLetter is not null)
            .Select(delivery => delivery.Consumer).ToList();
        if (consumers is { Count: 0 } || await _failures.LetterAsync(consumers ?? [], id, cancellationToken) is not var (consumer, letter))
        {
            return default;
        }

        var said = letter.Event;
        var delivery = new TracedDelivery(consumer.Title, Rule: null, DeliveryState.Dead, Attempts: [], letter.Id);
        return (new TracedEvent(id, said.Type, said.Source, said.Time, said.Subject, [delivery], []), letter.Body);
    }
}
