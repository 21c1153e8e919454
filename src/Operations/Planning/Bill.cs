namespace Waybill.Operations.Planning;

/// <summary>Everything that a load is charged for, item by item.</summary>
/// <remarks>
/// For one event: its entry on the bus in pieces of 64 KB, the archive, the line of its log. For one delivery: SendMessage, which is
/// charged to the queue's owner; a part of its batch's ReceiveMessage, DeleteMessageBatch, invocation and time; the two writes of its
/// record and the record for as long as it is kept; the consumer's own writes; its log lines. Handing over to a queue of the same account
/// is free of charge at EventBridge, and so is comparing.
/// </remarks>
internal sealed class Bill(Tariff tariff)
{
    public IReadOnlyList<Charge> Of(Workload load) =>
    [
        .. load.Events.SelectMany(e => OfEvent(load, e)),
        .. load.Events.SelectMany(e => e.Routes.SelectMany(route => OfRoute(load.Uses[route.Consumer], e, route))),
        .. OfStanding(load).Select(charge => charge with { IsFixed = true }),
    ];

    private IEnumerable<Charge> OfEvent(Workload load, PlannedEvent e)
    {
        List<Charge> charges = [tariff.Published(e.Count * Chunks(e.EntryBytes))];
        foreach (var days in load.Stacks.ArchiveDays)
        {
            charges.AddRange([tariff.Archived(e.Count * e.BusBytes), tariff.ArchiveKept(e.Count * e.BusBytes, days)]);
        }

        foreach (var line in e.Lines)
        {
            var bytes = e.Count * line.Bytes;
            charges.AddRange([tariff.Logged("GB of the published log", bytes), tariff.LogsKept(bytes, line.Days)]);
        }

        return charges.Select(charge => charge with { Event = e.Event.DetailType });
    }

    private IEnumerable<Charge> OfRoute(ConsumerUse use, PlannedEvent e, Route route)
    {
        var deliveries = e.Count * route.PerEvent;
        var invocations = deliveries / use.Batch;
        var (requests, together) = (deliveries / Math.Min(use.Batch, Assumed.MostOfARequest), Math.Min(use.Batch, Assumed.MostOfARequest));
        var logged = (deliveries * use.LogBytes) + (invocations * Assumed.LogBytesOfAnInvocation);
        Charge[] charges =
        [
            tariff.QueueRequests("SendMessage", deliveries * Chunks(route.Bytes)),
            tariff.QueueRequests("ReceiveMessage", requests * Chunks(route.Bytes * together)),
            tariff.QueueRequests("DeleteMessageBatch", requests),
            tariff.Invocations(invocations),
            tariff.GigabyteSeconds(invocations * use.Seconds, use.Deployed),
            .. OfTables(use, deliveries),
            tariff.Logged("GB of functions' logs", logged),
            tariff.LogsKept(logged, use.Deployed.LogDays),
        ];
        return charges.Select(charge => charge with { Event = e.Event.DetailType, Consumer = use.Deployed.Name });
    }

    private IEnumerable<Charge> OfTables(ConsumerUse use, decimal deliveries)
    {
        Charge[] records =
        [
            tariff.TableWrites("writes of records", deliveries * use.RecordWrites),
            tariff.TableReads("reads of records", deliveries * use.RecordReads),
            tariff.RecordsKept(deliveries * use.RecordsKept * (Assumed.RecordBytes + use.Deployed.Name.Length), use.Deployed),
        ];
        return
        [
            .. records.Select(charge => charge with { IsForRecords = true }),
            tariff.TableWrites("writes of consumers", deliveries * use.Writes),
            tariff.TableReads("reads of consumers", deliveries * use.Reads),
        ];
    }

    /// <summary>What is there is paid for by the month, so not for events that come all at once.</summary>
    private IEnumerable<Charge> OfStanding(Workload load)
    {
        if (load.Load.Per is null)
        {
            return [];
        }

        var polls = Assumed.Pollers * (decimal)Load.Month.TotalSeconds / Assumed.LongPollSeconds;
        return load.Uses.Values
            .Select(use => tariff.QueueRequests("empty ReceiveMessage", Math.Max(0, polls - use.QueueRequests)) with
            {
                Consumer = use.Deployed.Name,
            })
            .Concat(tariff.Standing(
                load.Stacks.Alarms, load.Uses.Values.Count(use => use.Deliveries > 0) * Assumed.MetricsOfAConsumer,
                load.Stacks.Dashboards, load.Stacks.Keys));
    }

    private static decimal Chunks(decimal bytes) => Math.Max(1, Math.Ceiling(bytes / Assumed.Chunk));
}
