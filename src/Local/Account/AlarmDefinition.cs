using System.Text.Json.Serialization;

namespace Waybill.Local.Account;

/// <summary>What both kinds of CloudWatch's alarms have.</summary>
/// <remarks>Source: CloudWatch API reference, MetricAlarm and CompositeAlarm.</remarks>
public abstract record AlarmDefinition : IResource
{
    public required string Name { get; init; }

    public required string Arn { get; init; }

    public string? Description { get; init; }

    public bool ActionsEnabled { get; init; } = true;

    public IReadOnlyList<string> OkActions { get; init; } = [];

    public IReadOnlyList<string> AlarmActions { get; init; } = [];

    public IReadOnlyList<string> InsufficientDataActions { get; init; } = [];

    /// <summary>When it was made or last changed.</summary>
    public DateTimeOffset? ConfiguredAt { get; init; }

    /// <summary>As the API names the kind.</summary>
    [JsonIgnore]
    public abstract string Type { get; }

    /// <summary>What is to be called when the alarm comes into a state.</summary>
    public IReadOnlyList<string> ActionsOf(string state) => state switch
    {
        AlarmState.Ok => OkActions,
        AlarmState.Alarm => AlarmActions,
        _ => InsufficientDataActions,
    };
}

/// <summary>An alarm on one statistic of one metric.</summary>
public sealed record MetricAlarm : AlarmDefinition
{
    public const string TypeName = "MetricAlarm";

    public required string Namespace { get; init; }

    public required string MetricName { get; init; }

    public IReadOnlyDictionary<string, string> Dimensions { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Null when data points of any unit are looked at.</summary>
    public string? Unit { get; init; }

    /// <summary>The name of a statistic.</summary>
    public required string Statistic { get; init; }

    public required TimeSpan Period { get; init; }

    public required int EvaluationPeriods { get; init; }

    /// <summary>Null when it is not given, and all evaluation periods have to breach.</summary>
    public int? DatapointsToAlarm { get; init; }

    public required double Threshold { get; init; }

    public required string ComparisonOperator { get; init; }

    /// <summary>missing, ignore, breaching or notBreaching; null when it is not given, and data is missing.</summary>
    public string? TreatMissingData { get; init; }

    /// <summary>Whether too few values for a percentile leave the state as it is.</summary>
    public string? EvaluateLowSampleCountPercentile { get; init; }

    public override string Type => TypeName;

    [JsonIgnore]
    public int Wanted => DatapointsToAlarm ?? EvaluationPeriods;
}

/// <summary>An alarm on the states of other alarms.</summary>
public sealed record CompositeAlarm : AlarmDefinition
{
    public const string TypeName = "CompositeAlarm";

    public required string Rule { get; init; }

    public override string Type => TypeName;
}
