using System.Globalization;
using Waybill.Local.Disturbances;

namespace Waybill.Cli.Commands.Operating;

/// <summary>Disturbances in words.</summary>
internal static class ChaosLines
{
    /// <summary>How to end them all.</summary>
    public const string End = "./waybill chaos off";

    /// <summary>A line for a disturbance: what, whom, how many, until when.</summary>
    public static string Of(Disturbance disturbance)
    {
        var (rate, whom) = (Rates.Of(disturbance.Rate), Whom(disturbance));
        var what = disturbance.Kind switch
        {
            DisturbanceKind.Duplicates => $"{rate} of the deliveries to {whom} come twice",
            DisturbanceKind.Shuffle => $"{rate} of the deliveries to {whom} are shuffled",
            DisturbanceKind.Delay => $"{rate} of the deliveries to {whom} come {disturbance.DelaySeconds} s late",
            DisturbanceKind.Down => $"{rate} of the invocations of {whom} fail, the function is down",
            _ => $"{rate} of the invocations of {whom} end with the function killed in the middle",
        };
        var until = disturbance.Until.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return $"chaos {disturbance.Kind.ToString().ToLowerInvariant()}: {what}, until {until} UTC (seed {disturbance.Seed})";
    }

    private static string Whom(Disturbance disturbance) => disturbance.Against is { } named
        ? string.Join(", ", named.Select(consumer => consumer.Function).Distinct(StringComparer.Ordinal))
        : "everybody";
}
