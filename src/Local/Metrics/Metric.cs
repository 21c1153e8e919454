using Waybill.Local.Account;

namespace Waybill.Local.Metrics;

/// <summary>One data point as CloudWatch would receive it.</summary>
/// <param name="Scope">The account and region that it is of.</param>
/// <param name="Namespace">Such as <c>AWS/SQS</c>.</param>
/// <param name="Name">The metric's name.</param>
/// <param name="Dimensions">What tells it from metrics of the same name.</param>
/// <param name="Value">A finite number.</param>
/// <param name="Time">To the minute.</param>
/// <param name="Unit">One of <see cref="Units"/>; data points of different units are kept apart.</param>
public sealed record Metric(
    Scope Scope, string Namespace, string Name, IReadOnlyDictionary<string, string> Dimensions, double Value, DateTimeOffset Time,
    string Unit = Units.None);
