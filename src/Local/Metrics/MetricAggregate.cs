using System.Runtime.InteropServices;

namespace Waybill.Local.Metrics;

/// <summary>Data points added up; the default value is "none yet".</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MetricAggregate(double Sum, long Count, double Minimum, double Maximum)
{
    public MetricAggregate With(double value) => With(new MetricAggregate(value, 1, value, value));

    public MetricAggregate With(MetricAggregate other) =>
        Count == 0 ? other
        : other.Count == 0 ? this
        : new(Sum + other.Sum, Count + other.Count, Math.Min(Minimum, other.Minimum), Math.Max(Maximum, other.Maximum));
}
