using System.Text.Json;
using System.Text.Json.Serialization;

namespace Waybill.Operations.Prices;

/// <summary>AWS's list prices of a day, in US dollars (prices.json).</summary>
public sealed record PriceList(DateOnly Date, string Region, MillionPrices PerMillion, decimal LogsPerGigabyte)
{
    /// <summary>A message is sent, received and deleted.</summary>
    private const int QueueRequestsPerMessage = 3;

    /// <summary>What a consumer's line and its share of the function's own come to.</summary>
    private const decimal LogBytesPerMessage = 700;

    private const decimal Gigabyte = 1_000_000_000;
    private const decimal Million = 1_000_000;

    public static PriceList Load()
    {
        using var file = typeof(PriceList).Assembly.GetManifestResourceStream("prices.json")!;
        return JsonSerializer.Deserialize(file, PricesJson.Default.PriceList)!;
    }

    /// <summary>What events cost that are replayed and handed to consumers, without their functions' time and what else they do.</summary>
    /// <param name="events">Events that the archive sends.</param>
    /// <param name="deliveries">Messages that rules make of them.</param>
    public decimal OfReplay(long events, long deliveries) =>
        (events * PerMillion.ReplayedEvent / Million)
        + (deliveries * ((QueueRequestsPerMessage * PerMillion.QueueRequest) + PerMillion.FunctionRequest + PerMillion.TableWrite
            + PerMillion.TableRead) / Million)
        + (deliveries * LogBytesPerMessage / Gigabyte * LogsPerGigabyte);
}

/// <summary>Prices of a million requests.</summary>
public sealed record MillionPrices(
    decimal ReplayedEvent, decimal QueueRequest, decimal FunctionRequest, decimal TableWrite, decimal TableRead);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PriceList))]
internal sealed partial class PricesJson : JsonSerializerContext;
