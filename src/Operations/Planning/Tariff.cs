using Waybill.Operations.Prices;

namespace Waybill.Operations.Planning;

/// <summary>What quantities cost at the prices of a region.</summary>
internal sealed class Tariff(PriceList list)
{
    private const string Logs = "CloudWatch";
    private readonly RegionPrices _prices = list.Prices;

    public Charge Published(decimal chunks) => new("EventBridge", "events put, 64 KB each", chunks, Of(chunks, _prices.PerMillion.Event));

    public Charge Archived(decimal bytes) => Gigabytes("EventBridge", "GB archived", bytes, _prices.PerGigabyte.Archived);

    public Charge ArchiveKept(decimal bytes, int days) =>
        Kept("EventBridge", "GB-months of archive", bytes, days, _prices.PerGigabyteMonth.Archive);

    public Charge QueueRequests(string item, decimal requests) => new("SQS", item, requests, Of(requests, _prices.PerMillion.QueueRequest));

    public Charge Invocations(decimal invocations) =>
        new("Lambda", "invocations", invocations, Of(invocations, _prices.PerMillion.FunctionRequest));

    /// <remarks>The price is that of an architecture; of one that the list does not have, the dearest.</remarks>
    public Charge GigabyteSeconds(decimal seconds, DeployedConsumer consumer)
    {
        var quantity = seconds * consumer.MemoryMegabytes / 1024;
        var prices = _prices.PerGigabyteSecond;
        var price = prices.TryGetValue(consumer.Architecture, out var known) ? known : prices.Values.Max();
        return new("Lambda", "GB-seconds", quantity, quantity * price);
    }

    public Charge TableWrites(string item, decimal units) => new("DynamoDB", item, units, Of(units, _prices.PerMillion.TableWrite));

    public Charge TableReads(string item, decimal units) => new("DynamoDB", item, units, Of(units, _prices.PerMillion.TableRead));

    /// <summary>Point-in-time recovery is charged by the size of the table, too.</summary>
    public Charge RecordsKept(decimal bytes, DeployedConsumer consumer) => Kept(
        "DynamoDB", "GB-months of records", bytes, consumer.RecordDays,
        _prices.PerGigabyteMonth.Table + (consumer.RecordsAreBackedUp ? _prices.PerGigabyteMonth.TableBackup : 0));

    public Charge Logged(string item, decimal bytes) => Gigabytes(Logs, item, bytes, _prices.PerGigabyte.Logged);

    public Charge LogsKept(decimal bytes, int days) =>
        Kept(Logs, "GB-months of logs", bytes * Assumed.KeptOfALog, days, _prices.PerGigabyteMonth.Logs);

    public IEnumerable<Charge> Standing(int alarms, int metrics, int dashboards, int keys) =>
    [
        new(Logs, "alarms", alarms, alarms * _prices.PerMonth.Alarm),
        new(Logs, "custom metrics", metrics, metrics * _prices.PerMonth.Metric),
        new(Logs, "dashboards", dashboards, dashboards * _prices.PerMonth.Dashboard),
        new("KMS", "keys", keys, keys * _prices.PerMonth.Key),
    ];

    private static decimal Of(decimal quantity, decimal perMillion) => quantity * perMillion / PriceList.Million;

    private static Charge Gigabytes(string service, string item, decimal bytes, decimal price) =>
        new(service, item, bytes / PriceList.Gigabyte, bytes / PriceList.Gigabyte * price);

    /// <summary>What comes in a month and stays for so many days takes that much room from then on, month after month.</summary>
    private static Charge Kept(string service, string item, decimal bytes, int days, decimal price) =>
        Gigabytes(service, item, bytes * days / Assumed.DaysOfAMonth, price);
}
