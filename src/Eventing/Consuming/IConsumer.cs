namespace Waybill.Eventing.Consuming;

/// <summary>One reaction to one kind of event. Return to remove the event from the queue; throw to leave it there.</summary>
/// <remarks>
/// <para>
/// <see cref="ConsumeAsync"/> runs once for each idempotency key, however often and in whatever order events are delivered: a duplicate
/// is suppressed, and two deliveries at the same time are handled one after the other.
/// </para>
/// <para>
/// One window remains. When the process dies (or DynamoDB cannot be reached) after the effect and before the key is recorded as done, the
/// next delivery runs <see cref="ConsumeAsync"/> again. So make the effect itself repeatable where the other side allows it (PUT by an
/// id, a conditional write); where it does not, as with mail, such a crash costs one duplicate. Effectively once, not exactly once.
/// </para>
/// </remarks>
public interface IConsumer<TData>
{
    /// <summary>What must happen once: the business key where there is one, else the event itself.</summary>
    string IdempotencyKey(Event<TData> @event) => $"{@event.Source}#{@event.Id}";

    /// <param name="event">What happened.</param>
    /// <param name="cancellationToken">Fires shortly before the function's time is up; stop, and the event is delivered again.</param>
    Task ConsumeAsync(Event<TData> @event, CancellationToken cancellationToken);
}
