namespace Waybill.Local.Metrics;

/// <summary>One data point as CloudWatch would receive it.</summary>
public sealed record Metric(
    string Namespace, string Name, IReadOnlyDictionary<string, string> Dimensions, double Value, DateTimeOffset Time);
