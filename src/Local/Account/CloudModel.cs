using System.Text.Json;

namespace Waybill.Local.Account;

/// <summary>Everything laptop mode runs, as the synthesized templates of one environment state it, with every intrinsic resolved.</summary>
public sealed record CloudModel(
    string Account,
    string Region,
    IReadOnlyList<EventBus> Buses,
    IReadOnlyList<Rule> Rules,
    IReadOnlyList<Archive> Archives,
    IReadOnlyList<Queue> Queues,
    IReadOnlyList<Topic> Topics,
    IReadOnlyList<Table> Tables,
    IReadOnlyList<Function> Functions,
    IReadOnlyList<EventSourceMapping> EventSourceMappings,
    IReadOnlyList<Alarm> Alarms,
    IReadOnlyList<Role> Roles);

/// <summary>An event bus; its policy is the union of its <c>AWS::Events::EventBusPolicy</c> statements.</summary>
public sealed record EventBus(string Name, string Arn, IReadOnlyList<PolicyStatement> Policy)
{
    /// <summary>The name of the bus that every account has; a template never declares it.</summary>
    public const string Default = "default";

    /// <summary>Characters of an event pattern that the API takes; more than <see cref="UsualPattern"/>
    /// only after the quota has been raised.</summary>
    public const int LongestPattern = 4096;

    public const int UsualPattern = 2048;
}

public sealed record Rule(string Name, string Arn, string BusName, string EventPattern, bool Enabled, IReadOnlyList<RuleTarget> Targets);

/// <summary>A rule's target. Retry defaults are EventBridge's: 185 attempts, 24 hours.
/// Without an <paramref name="Input"/> it gets the whole event.</summary>
public sealed record RuleTarget(
    string Id, string Arn, string? DeadLetterArn, int MaximumRetryAttempts, TimeSpan MaximumEventAge, TargetInput? Input = null);

/// <summary>An archive; <paramref name="Retention"/> is null when events are kept for ever,
/// <paramref name="EventPattern"/> when all are.</summary>
public sealed record Archive(string Name, string Arn, string BusName, TimeSpan? Retention, string? EventPattern);

/// <summary>A standard queue; <paramref name="Redrive"/> is null when messages are never dead-lettered.</summary>
public sealed record Queue(
    string Name,
    string Arn,
    TimeSpan VisibilityTimeout,
    TimeSpan Retention,
    TimeSpan Delay,
    Redrive? Redrive,
    IReadOnlyList<PolicyStatement> Policy);

public sealed record Redrive(string DeadLetterArn, int MaxReceiveCount);

public sealed record Topic(string Name, string Arn);

/// <summary>A DynamoDB table; <paramref name="CreateTableInput"/> is the body of the CreateTable call.</summary>
public sealed record Table(string Name, string Arn, JsonElement CreateTableInput, string? TimeToLiveAttribute);

/// <summary>A Lambda function; <paramref name="CodePath"/> is the folder its asset was staged in.</summary>
public sealed record Function(
    string Name,
    string Arn,
    string RoleArn,
    string Runtime,
    string Handler,
    string CodePath,
    int MemoryMegabytes,
    TimeSpan Timeout,
    int? ReservedConcurrency,
    string LogGroup,
    IReadOnlyDictionary<string, string> Environment);

/// <summary>A queue's poller in front of a function.</summary>
public sealed record EventSourceMapping(
    string FunctionName,
    string QueueArn,
    int BatchSize,
    TimeSpan BatchingWindow,
    bool ReportBatchItemFailures,
    int? MaximumConcurrency,
    bool Enabled);

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
    IReadOnlyList<string> AlarmActions);

/// <summary>An IAM role with the statements of all its policies, and those that say who may assume it.</summary>
public sealed record Role(string Name, string Arn, IReadOnlyList<PolicyStatement> Policy)
{
    public IReadOnlyList<PolicyStatement> Trust { get; init; } = [];
}

/// <summary>One statement of an identity or resource policy; <paramref name="Conditions"/> is operator → key → allowed values.</summary>
public sealed record PolicyStatement(
    string? Sid,
    bool Allow,
    IReadOnlyList<string> Principals,
    IReadOnlyList<string> Actions,
    IReadOnlyList<string> Resources,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> Conditions);
