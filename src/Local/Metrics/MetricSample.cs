namespace Waybill.Local.Metrics;

/// <summary>Values of one metric and minute that arrive together.</summary>
internal sealed record MetricSample(MetricId Id, string Unit, DateTimeOffset Time, Distribution Values);

/// <summary>What a metric was in one period, in one unit.</summary>
internal sealed record MetricPoint(DateTimeOffset Start, string Unit, Distribution Values);
