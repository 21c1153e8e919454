using System.Collections.Frozen;

namespace Waybill.Local.Metrics;

/// <summary>What a metric can be counted in (CloudWatch API reference, MetricDatum, Unit).</summary>
internal static class Units
{
    /// <summary>The unit of a data point that names none.</summary>
    public const string None = "None";

    private static readonly string[] Sizes =
    [
        "Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes", "Bits", "Kilobits", "Megabits", "Gigabits", "Terabits",
    ];

    public static readonly FrozenSet<string> All =
        ((string[])[
            "Seconds", "Microseconds", "Milliseconds", "Percent", "Count", "Count/Second", None,
            .. Sizes, .. Sizes.Select(size => size + "/Second"),
        ]).ToFrozenSet(StringComparer.Ordinal);
}
