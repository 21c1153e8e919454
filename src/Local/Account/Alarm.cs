namespace Waybill.Local.Account;

/// <summary>A CloudWatch metric alarm on one metric.</summary>
public sealed record Alarm(
    string Name,
    string Arn,
    string Namespace,
    string MetricName,
    IReadOnlyDictionary<string, string> Dimensions,
    string Statistic,
    TimeSpan Period,
    int EvaluationPeriods,
    int DatapointsToAlarm,
    double Threshold,
    string ComparisonOperator,
    string TreatMissingData,
    IReadOnlyList<string> AlarmActions) : IResource;
