namespace Waybill.Operations.Prices;

/// <summary>AWS's list prices of a day in a region, in US dollars.</summary>
public sealed record PriceList(DateOnly Date, string Region, RegionPrices Prices)
{
    /// <summary>A million requests, and a gigabyte of bytes, as AWS counts what it charges for.</summary>
    public const decimal Million = 1_000_000;

    public const decimal Gigabyte = 1_000_000_000;

    /// <summary>A message is sent, received and deleted.</summary>
    private const int QueueRequestsPerMessage = 3;

    /// <summary>What a consumer's line and its share of the function's own come to.</summary>
    private const decimal LogBytesPerMessage = 700;

    /// <summary>Those of the region that AWS names first.</summary>
    public static PriceList Load() => PriceFile.Own().Of("us-east-1");

    /// <summary>What events cost that are replayed and handed to consumers, without their functions' time and what else they do.</summary>
    /// <param name="events">Events that the archive sends.</param>
    /// <param name="deliveries">Messages that rules make of them.</param>
    public decimal OfReplay(long events, long deliveries)
    {
        var million = Prices.PerMillion;
        return (events * million.ReplayedEvent / Million)
            + (deliveries * ((QueueRequestsPerMessage * million.QueueRequest) + million.FunctionRequest + million.TableWrite
                + million.TableRead) / Million)
            + (deliveries * LogBytesPerMessage / Gigabyte * Prices.PerGigabyte.Logged);
    }
}
