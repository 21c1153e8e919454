using Waybill.Catalog;

namespace Waybill.Operations.Planning;

/// <summary>The same load with one thing otherwise.</summary>
internal static class Alternatives
{
    private const string OneMore = "(one more)";

    public static IEnumerable<(string What, Workload Load)> Of(Workload load, Routing routing)
    {
        yield return ("batches of 1", WithBatches(load, _ => 1, TimeSpan.Zero));
        if (load.Load.Per is not null)
        {
            yield return ("a batching window of 5 seconds", WithBatches(load, consumer => consumer.BatchSize, TimeSpan.FromSeconds(5)));
        }

        if (load.Events.Any(e => e.Event.Shape == EventShape.Fat))
        {
            yield return (
                "thin events in place of the fat ones, without what is asked back", Thin(load, routing.MeanBusBytes(EventShape.Thin)));
        }

        if (load.Uses.Values.Where(use => use.Deliveries > 0).MaxBy(use => use.Deliveries) is { } busiest)
        {
            yield return ($"one consumer more, that hears what {busiest.Deployed.Name} hears and writes nothing but its records",
                WithOneMore(load, busiest.Deployed));
        }
    }

    private static Workload WithBatches(Workload load, Func<DeployedConsumer, int> size, TimeSpan window) => load.With(
        elsewhere: load.Stacks with
        {
            Consumers = [.. load.Stacks.Consumers.Select(consumer => consumer with { BatchSize = size(consumer), Window = window })],
        });

    private static Workload Thin(Workload load, decimal bytes) => load.With(
    [
        .. load.Events.Select(e => e.Event.Shape != EventShape.Fat ? e : e with
        {
            EntryBytes = Math.Min(e.EntryBytes, bytes),
            BusBytes = Math.Min(e.BusBytes, bytes),
            Routes = [.. e.Routes.Select(route => route with { Bytes = Math.Min(route.Bytes, bytes) })],
        }),
    ]);

    /// <remarks>It brings as many alarms as the others have on average.</remarks>
    private static Workload WithOneMore(Workload load, DeployedConsumer like)
    {
        IEnumerable<Route> Also(PlannedEvent e) =>
            e.Routes.Where(route => route.Consumer == like.Name).Select(route => route with { Consumer = OneMore });
        return load.With(
            [.. load.Events.Select(e => e with { Routes = [.. e.Routes, .. Also(e)] })],
            load.Stacks with
            {
                Consumers = [.. load.Stacks.Consumers, like with { Name = OneMore, Writes = false }],
                Alarms = load.Stacks.Alarms + (load.Stacks.Alarms / load.Stacks.Consumers.Count),
            });
    }
}
