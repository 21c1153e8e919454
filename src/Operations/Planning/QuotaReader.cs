using Waybill.Operations.Prices;

namespace Waybill.Operations.Planning;

/// <summary>A limit that a load comes near to.</summary>
/// <param name="Name">What is limited, and of what.</param>
/// <param name="Limit">How much there may be.</param>
/// <param name="Used">How much of it the load takes on average; null when that is not known of events that come all at once.</param>
/// <param name="ReachedAt">Events of the mix a second at which it is reached; null when no load reaches it.</param>
/// <param name="Then">What happens beyond it.</param>
public sealed record Quota(string Name, decimal Limit, decimal? Used, decimal? ReachedAt, string Then);

/// <summary>Finds the quotas of an account, and those of the stacks themselves, that grow with a load.</summary>
internal sealed class QuotaReader(Workload load, RegionQuotas quotas)
{
    private const string ThenWaits = "messages wait in their queues";

    private decimal? Rate => load.Load.PerSecond;

    public IReadOnlyList<Quota> Read()
    {
        var heard = load.Uses.Values.Where(use => use.Deliveries > 0).ToList();
        Quota[] all =
        [
            Growing("PutEvents requests a second, one event each", quotas.PutEventsPerSecond, 1, "requests are refused, and tried again"),
            Growing(
                "invocations of targets a second on the buses", quotas.InvocationsPerSecond, load.InvocationsOfAnEvent,
                "EventBridge hands over later"),
            .. heard.Where(use => use.Deployed.MaximumConcurrency is not null).Select(use => Growing(
                $"invocations of {use.Deployed.Name} at a time, as its mapping allows", use.Deployed.MaximumConcurrency!.Value,
                Busy(use), ThenWaits, use.Invocations * use.Seconds)),
            Growing(
                "invocations at a time, of all functions", quotas.Concurrency, heard.Sum(Busy), ThenWaits,
                heard.Sum(use => use.Invocations * use.Seconds)),
            .. Tables(heard),
            .. InFlight(heard),
            .. load.Stacks.RulesOfBuses.OrderBy(bus => bus.Key, StringComparer.Ordinal)
                .Select(bus => new Quota($"rules of {bus.Key}", quotas.RulesOfABus, bus.Value, null, "a rule more is refused")),
            new("targets of a rule", quotas.TargetsOfARule, load.Stacks.MostTargets, null, "a target more is refused"),
        ];
        return [.. all.OrderBy(quota => quota.ReachedAt ?? decimal.MaxValue)];
    }

    /// <summary>Seconds that full batches of it keep invocations busy for one event of the mix.</summary>
    private decimal Busy(ConsumerUse use) => use.Deliveries / load.Load.Paid / use.Deployed.BatchSize * use.Seconds;

    /// <param name="name">What is limited.</param>
    /// <param name="limit">How much there may be.</param>
    /// <param name="ofAnEvent">What an event of the mix takes of it at the limit, where batches are full.</param>
    /// <param name="then">What happens beyond it.</param>
    /// <param name="paid">What all events take of it, one after the other, at this load; null for as at the limit.</param>
    private Quota Growing(string name, decimal limit, decimal ofAnEvent, string then, decimal? paid = null) => new(
        name, limit, Rate is { } rate ? decimal.Round(rate * (paid / load.Load.Paid ?? ofAnEvent), 6) : null,
        ofAnEvent > 0 ? decimal.Round(limit / ofAnEvent, 3) : null, then);

    private IEnumerable<Quota> Tables(IReadOnlyList<ConsumerUse> heard) => heard
        .Where(use => use.Deployed.Records is not null).GroupBy(use => use.Deployed.Records!, StringComparer.Ordinal)
        .Select(table => Growing(
            $"writes of {table.Key} a second", quotas.TableWritesPerSecond,
            table.Sum(use => use.Deliveries * use.RecordWrites) / load.Load.Paid, "requests are refused, and tried again"));

    /// <summary>A mapping with a limit has no more in hand than its invocations hold.</summary>
    private IEnumerable<Quota> InFlight(IReadOnlyList<ConsumerUse> heard)
    {
        var uses = heard.ToLookup(use => use.Deployed.MaximumConcurrency * use.Deployed.BatchSize <= quotas.MessagesInFlight);
        return
        [
            .. uses[false].Select(use => Growing(
                $"messages of {use.Deployed.Name} in flight", quotas.MessagesInFlight, use.Deliveries / load.Load.Paid * use.Seconds,
                ThenWaits)),
            .. uses[true].Select(use => (decimal?)use.Deployed.MaximumConcurrency * use.Deployed.BatchSize).OrderDescending().Take(1)
                .Select(most => new Quota(
                    "messages in flight of a queue, as many as its mapping allows", quotas.MessagesInFlight, most, null, ThenWaits)),
        ];
    }
}
