namespace Waybill.Operations.Planning;

/// <summary>A load on stacks: which events, and what each consumer has to do for them.</summary>
/// <param name="load">How many events.</param>
/// <param name="events">Each type, with where it goes.</param>
/// <param name="stacks">What takes them.</param>
/// <param name="mix">What is known of consumers.</param>
/// <param name="durationMs">How long an invocation takes whose consumer's mix says nothing.</param>
internal sealed class Workload(Load load, IReadOnlyList<PlannedEvent> events, DeployedStacks stacks, Mix mix, decimal durationMs)
{
    public Load Load { get; } = load;

    public IReadOnlyList<PlannedEvent> Events { get; } = events;

    public DeployedStacks Stacks { get; } = stacks;

    /// <summary>Every consumer, those that hear nothing of this load as well.</summary>
    public IReadOnlyDictionary<string, ConsumerUse> Uses { get; } = UsesOf(load, events, stacks, mix, durationMs);

    /// <summary>Deliveries and log lines for one event of the mix: what the bus has to invoke.</summary>
    public decimal InvocationsOfAnEvent =>
        Events.Sum(e => e.Count * (e.Routes.Sum(route => route.PerEvent) + e.Lines.Count)) / Load.Paid;

    /// <summary>The same with other events, or on other stacks.</summary>
    public Workload With(IReadOnlyList<PlannedEvent>? others = null, DeployedStacks? elsewhere = null) =>
        new(Load, others ?? Events, elsewhere ?? Stacks, mix, durationMs);

    private static Dictionary<string, ConsumerUse> UsesOf(
        Load load, IReadOnlyList<PlannedEvent> events, DeployedStacks stacks, Mix mix, decimal durationMs)
    {
        var deliveries = events.SelectMany(e => e.Routes.Select(route => (route.Consumer, Count: e.Count * route.PerEvent)))
            .GroupBy(one => one.Consumer, StringComparer.Ordinal)
            .ToDictionary(one => one.Key, one => one.Sum(each => each.Count), StringComparer.Ordinal);
        return stacks.Consumers.DistinctBy(consumer => consumer.Name, StringComparer.Ordinal).ToDictionary(
            consumer => consumer.Name,
            consumer => ConsumerUse.Of(
                consumer, mix.Consumers.GetValueOrDefault(consumer.Name, ConsumerHabits.Unknown), mix.Duplicates,
                deliveries.GetValueOrDefault(consumer.Name), load, durationMs),
            StringComparer.Ordinal);
    }
}

/// <summary>What a consumer has to do.</summary>
/// <param name="Deployed">Its queue, mapping and function.</param>
/// <param name="Deliveries">Messages that are paid for.</param>
/// <param name="PerSecond">Messages a second; null when all come at once.</param>
/// <param name="Batch">Messages of an invocation on average.</param>
/// <param name="Seconds">How long an invocation takes.</param>
/// <param name="Writes">Writes for a delivery to tables of its own.</param>
/// <param name="Reads">Reads of them.</param>
/// <param name="RecordWrites">Writes for a delivery to the idempotency table.</param>
/// <param name="RecordReads">Reads of it.</param>
/// <param name="RecordsKept">Records that a delivery leaves behind.</param>
/// <param name="LogBytes">What is logged for a delivery, without what an invocation logs.</param>
internal sealed record ConsumerUse(
    DeployedConsumer Deployed, decimal Deliveries, decimal? PerSecond, decimal Batch, decimal Seconds, decimal Writes, decimal Reads,
    decimal RecordWrites, decimal RecordReads, decimal RecordsKept, decimal LogBytes)
{
    public decimal Invocations => Deliveries / Batch;

    /// <summary>Requests that receive something, or delete it.</summary>
    public decimal QueueRequests => Deliveries / Math.Min(Batch, Assumed.MostOfARequest);

    public static ConsumerUse Of(
        DeployedConsumer consumer, ConsumerHabits habits, decimal duplicates, decimal deliveries, Load load, decimal durationMs)
    {
        var seconds = (habits.DurationMs ?? durationMs) / 1000;
        var perSecond = load.Per is null ? null : deliveries / (decimal?)Load.Month.TotalSeconds;
        var records = habits.Records ?? (consumer.Records is null ? 0 : Assumed.RecordWrites);
        var (first, again) = records > 0 ? (1 - duplicates, duplicates) : (1, 0);
        return new ConsumerUse(
            consumer, deliveries, perSecond, BatchOf(consumer, perSecond, seconds), seconds,
            Writes: first * (habits.Writes ?? (consumer.Writes ? 1 : 0)), Reads: first * (habits.Reads ?? 0),
            RecordWrites: (first * records) + (again * Assumed.DuplicateWrites), RecordReads: again * Assumed.DuplicateReads,
            RecordsKept: records > 0 ? first : 0, habits.LogBytes ?? Assumed.LogBytesOfAnEvent);
    }

    /// <summary>How many messages an invocation gets on average: all it may when they come at once.</summary>
    /// <remarks>
    /// With a batching window, those that come within it after the first. Without, a poller takes what is there: more than one message
    /// only when they come faster than the first pollers, each busy while its batch is handled, take them. AWS does not say whether
    /// pollers fill a batch together; here they do.
    /// </remarks>
    private static decimal BatchOf(DeployedConsumer consumer, decimal? perSecond, decimal seconds) => perSecond is not { } rate
        ? consumer.BatchSize
        : Math.Clamp(
            Math.Max(1 + (rate * (decimal)consumer.Window.TotalSeconds), rate * seconds / Assumed.Pollers), 1, consumer.BatchSize);
}
