using System.Text.Json;
using System.Text.Json.Serialization;
using Waybill.Operations.Accounts;

namespace Waybill.Operations.Prices;

/// <summary>AWS's list prices and quotas of a day by region, and where they were found (prices.json, or one like it).</summary>
public sealed record PriceFile(DateOnly Date, IReadOnlyList<string> Sources, IReadOnlyDictionary<string, RegionPrices> Regions)
{
    /// <summary>Where it was read, for complaints about it.</summary>
    [JsonIgnore]
    public string File { get; init; } = "src/Operations/Prices/prices.json";

    /// <summary>The one that Waybill has with it.</summary>
    public static PriceFile Own()
    {
        using var file = typeof(PriceFile).Assembly.GetManifestResourceStream("prices.json")!;
        return JsonSerializer.Deserialize(file, PricesJson.Default.PriceFile)!;
    }

    /// <exception cref="OperationException">It cannot be read, lacks a price, or has one below nothing.</exception>
    public static PriceFile Read(string path)
    {
        try
        {
            using var file = System.IO.File.OpenRead(path);
            var read = JsonSerializer.Deserialize(file, PricesJson.Default.PriceFile) ?? throw new JsonException("it is null");
            return read with { File = path };
        }
        catch (Exception wrong) when (wrong is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new OperationException(
                $"'{path}' is no list of prices: {wrong.Message} It must be JSON like src/Operations/Prices/prices.json, whole.");
        }
    }

    /// <exception cref="OperationException">It has no prices of that region.</exception>
    public PriceList Of(string region) => Regions.TryGetValue(region, out var prices)
        ? new PriceList(Date, region, prices)
        : throw new OperationException(
            $"There are no prices of the region '{region}' in {File}; it has {string.Join(", ", Regions.Keys)}. Choose one with --region, "
            + "or hand over a file with that region with --prices.");
}

/// <summary>What one region charges, and how much it takes.</summary>
public sealed record RegionPrices(
    MillionPrices PerMillion, IReadOnlyDictionary<string, decimal> PerGigabyteSecond, GigabytePrices PerGigabyte,
    GigabyteMonthPrices PerGigabyteMonth, MonthPrices PerMonth, RegionQuotas Quotas);

/// <summary>Prices of a million requests.</summary>
public sealed record MillionPrices(
    decimal Event, decimal ReplayedEvent, decimal QueueRequest, decimal FunctionRequest, decimal TableWrite, decimal TableRead);

/// <summary>Prices of a gigabyte that an archive or a log takes in.</summary>
public sealed record GigabytePrices(decimal Archived, decimal Logged);

/// <summary>Prices of a gigabyte that is kept for a month.</summary>
public sealed record GigabyteMonthPrices(decimal Archive, decimal Logs, decimal Table, decimal TableBackup);

/// <summary>Prices of what is there for a month.</summary>
public sealed record MonthPrices(decimal Alarm, decimal Metric, decimal Dashboard, decimal Key);

/// <summary>What an account may do in a region before it asks for more.</summary>
public sealed record RegionQuotas(
    decimal PutEventsPerSecond, decimal InvocationsPerSecond, decimal RulesOfABus, decimal TargetsOfARule, decimal Concurrency,
    decimal MessagesInFlight, decimal TableWritesPerSecond, decimal TableReadsPerSecond);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(PriceFile))]
internal sealed partial class PricesJson : JsonSerializerContext;
