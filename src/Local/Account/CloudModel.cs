using System.Text.Json;

namespace Waybill.Local.Account;

/// <summary>What the synthesized templates of one environment ask for, with every intrinsic resolved.</summary>
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
    IReadOnlyList<Role> Roles)
{
    public IReadOnlyList<TopicSubscription> Subscriptions { get; init; } = [];

    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>All of the above as the templates declare it, each after what it needs.</summary>
    public IReadOnlyList<Declaration> Declarations { get; init; } = [];

    /// <summary>The region of the account that the stacks are in.</summary>
    public Scope Scope => new(Account, Region);
}

/// <summary>An event bus; its policy is the union of its <c>AWS::Events::EventBusPolicy</c> statements.</summary>
public sealed record EventBus(string Name, string Arn, IReadOnlyList<PolicyStatement> Policy) : IResource
{
    /// <summary>The name of the bus that every account has; a template never declares it.</summary>
    public const string Default = "default";

    /// <summary>Characters of an event pattern that the API takes; more than <see cref="UsualPattern"/>
    /// only after the quota has been raised.</summary>
    public const int LongestPattern = 4096;

    public const int UsualPattern = 2048;

    public string? Description { get; init; }

    public string? KmsKeyIdentifier { get; init; }

    public string? DeadLetterArn { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }
}

/// <summary>A rule; it has an event pattern, a schedule, or both.</summary>
public sealed record Rule(string Name, string Arn, string BusName, string? EventPattern, bool Enabled, IReadOnlyList<RuleTarget> Targets)
    : IResource
{
    public string? Description { get; init; }

    public string? ScheduleExpression { get; init; }

    public string? RoleArn { get; init; }

    /// <summary>The AWS service that made the rule; nobody else can change it.</summary>
    public string? ManagedBy { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Worked out once: buses ask all their rules and archives for it.</summary>
    public string BusArn { get; } = Scope.Of(Arn).Bus(BusName);
}

/// <summary>A rule's target. Retry defaults are EventBridge's: 185 attempts, 24 hours.
/// Without an <paramref name="Input"/> it gets the whole event.</summary>
public sealed record RuleTarget(
    string Id, string Arn, string? DeadLetterArn, int MaximumRetryAttempts, TimeSpan MaximumEventAge, TargetInput? Input = null)
{
    public const int UsualRetryAttempts = 185;

    public static readonly TimeSpan UsualEventAge = TimeSpan.FromDays(1);

    public string? RoleArn { get; init; }

    /// <summary>Of a FIFO queue, the group the message belongs to.</summary>
    public string? MessageGroupId { get; init; }

    /// <summary>Whether the retry policy was given, not taken by default; the API repeats only what it was given.</summary>
    public bool HasRetryPolicy { get; init; }

    public HttpParameters? Http { get; init; }
}

/// <summary>What an API destination's request gets beside its body.</summary>
public sealed record HttpParameters(
    IReadOnlyList<string> PathValues, IReadOnlyDictionary<string, string> Headers, IReadOnlyDictionary<string, string> Query);

/// <summary>An archive; <paramref name="Retention"/> is null when events are kept for ever,
/// <paramref name="EventPattern"/> when all are.</summary>
public sealed record Archive(string Name, string Arn, string BusName, TimeSpan? Retention, string? EventPattern)
    : IResource
{
    public string? Description { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Worked out once: buses ask all their rules and archives for it.</summary>
    public string BusArn { get; } = Scope.Of(Arn).Bus(BusName);
}

/// <summary>A log group; lines are kept for ever when <paramref name="RetentionDays"/> is null.</summary>
public sealed record LogGroup(string Name, string Arn, int? RetentionDays) : IResource;

/// <summary>A standard topic.</summary>
public sealed record Topic(string Name, string Arn) : IResource
{
    /// <summary>Null for the policy that SNS gives a topic whose maker gave none.</summary>
    public IReadOnlyList<PolicyStatement>? Policy { get; init; }

    /// <summary>Attributes that are kept and told, and change nothing here, such as DisplayName.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}

/// <summary>Who gets what is published to a topic.</summary>
public sealed record TopicSubscription(string Arn, string TopicArn, string Protocol, string Endpoint) : IResource
{
    public const string OnAttributes = "MessageAttributes";
    public const string OnBody = "MessageBody";

    /// <summary>Whether the endpoint gets the message alone, without what SNS says of it.</summary>
    public bool IsRaw { get; init; }

    public string? FilterPolicy { get; init; }

    /// <summary>What the filter policy is about: <see cref="OnAttributes"/> when null.</summary>
    public string? FilterPolicyScope { get; init; }

    /// <summary>The queue that gets what the endpoint did not take.</summary>
    public string? DeadLetterArn { get; init; }

    /// <summary>How often HTTP endpoints are tried, as the API has it.</summary>
    public string? DeliveryPolicy { get; init; }

    /// <summary>What the endpoint has to say before it gets anything; null once it has.</summary>
    public string? ConfirmationToken { get; init; }

    /// <summary>What it has said; null when it did not have to say anything.</summary>
    public string? ConfirmedToken { get; init; }

    public bool IsHttp => Protocol is "http" or "https";

    public string Owner => Scope.Of(Arn).Account;
}

/// <summary>A parameter of Systems Manager; a secret one is kept as it is, because nothing is encrypted here.</summary>
public sealed record Parameter(string Name, string Arn, string Type, string Value, long Version, DateTimeOffset ModifiedAt) : IResource
{
    public const string Secret = "SecureString";

    public string? Description { get; init; }

    public string? AllowedPattern { get; init; }

    public string DataType { get; init; } = "text";

    public string Tier { get; init; } = "Standard";

    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}

/// <summary>A template of mails: <c>{{name}}</c> stands for what a mail's data calls so.</summary>
public sealed record EmailTemplate(string Name, string Arn, string Subject, DateTimeOffset CreatedAt) : IResource
{
    public string? Text { get; init; }

    public string? Html { get; init; }
}

/// <summary>An address or a domain that mails come from; verified at once, because no mail leaves this machine.</summary>
public sealed record EmailIdentity(string Name, string Arn) : IResource
{
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}

/// <summary>A DynamoDB table; <paramref name="CreateTableInput"/> is the body of the CreateTable call.</summary>
public sealed record Table(string Name, string Arn, JsonElement CreateTableInput, string? TimeToLiveAttribute) : IResource;

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
    IReadOnlyDictionary<string, string> Environment) : IResource
{
    /// <summary>Who may call it, beside its own account's roles.</summary>
    public IReadOnlyList<PolicyStatement> Policy { get; init; } = [];

    public string? Description { get; init; }

    /// <summary>Gets the events of asynchronous calls that failed: a queue or a topic.</summary>
    public string? DeadLetterArn { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The SHA-256 of the archive that was uploaded, in Base64; null when a template's asset is the code.</summary>
    public string? CodeSha256 { get; init; }

    /// <summary>Bytes of that archive.</summary>
    public long? CodeSize { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>Another one after each change.</summary>
    public string? RevisionId { get; init; }
}

/// <summary>A statement that a template puts on a function's policy.</summary>
/// <param name="Arn">Its name here; AWS has none for it.</param>
/// <param name="FunctionArn">The function.</param>
/// <param name="Statement">What the function's policy gets.</param>
public sealed record FunctionPermission(string Arn, string FunctionArn, PolicyStatement Statement) : IResource;

/// <summary>How asynchronous calls of a function are repeated, and who hears how they ended.</summary>
/// <param name="Arn">The function's ARN with <c>$LATEST</c>.</param>
/// <param name="FunctionArn">The function's.</param>
public sealed record EventInvokeConfig(string Arn, string FunctionArn) : IResource
{
    public const int UsualRetryAttempts = 2;

    public static readonly TimeSpan UsualEventAge = TimeSpan.FromHours(6);

    /// <summary>0 to 2; null is 2.</summary>
    public int? MaximumRetryAttempts { get; init; }

    /// <summary>A minute to six hours; null is six hours.</summary>
    public TimeSpan? MaximumEventAge { get; init; }

    /// <summary>A queue, function, event bus or topic.</summary>
    public string? OnSuccessArn { get; init; }

    public string? OnFailureArn { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public static string ArnOf(string functionArn) => $"{functionArn}:$LATEST";
}

/// <summary>How EventBridge names itself to an HTTP endpoint.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN, which ends in a UUID.</param>
/// <param name="AuthorizationType">API_KEY, BASIC or OAUTH_CLIENT_CREDENTIALS.</param>
/// <param name="AuthParameters">As the API has them, secrets included; answers leave those out.</param>
public sealed record Connection(string Name, string Arn, string AuthorizationType, JsonElement AuthParameters) : IResource
{
    public string? Description { get; init; }

    public string State { get; init; } = "AUTHORIZED";

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public DateTimeOffset? AuthorizedAt { get; init; }
}

/// <summary>An HTTP endpoint that rules can hand events to.</summary>
public sealed record ApiDestination(
    string Name, string Arn, string ConnectionArn, string Endpoint, string HttpMethod, int InvocationsPerSecond) : IResource
{
    public string? Description { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }
}

/// <summary>Archived events on their way through their bus once more.</summary>
public sealed record Replay(
    string Name, string Arn, string ArchiveArn, string BusArn, DateTimeOffset From, DateTimeOffset To,
    IReadOnlyList<string> FilterArns) : IResource
{
    public const string Starting = "STARTING";
    public const string Running = "RUNNING";
    public const string Completed = "COMPLETED";
    public const string Cancelling = "CANCELLING";
    public const string Cancelled = "CANCELLED";
    public const string Failed = "FAILED";

    public string? Description { get; init; }

    public string State { get; init; } = Starting;

    public string? StateReason { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The time of the last event that was replayed; null before the first.</summary>
    public DateTimeOffset? LastReplayed { get; init; }

    /// <summary>The place of that event among those of the same time.</summary>
    public long LastSequence { get; init; }

    public bool IsActive => State is Starting or Running or Cancelling;
}

/// <summary>A queue's poller in front of a function.</summary>
public sealed record EventSourceMapping(
    string Arn,
    string FunctionName,
    string QueueArn,
    int BatchSize,
    TimeSpan BatchingWindow,
    bool ReportBatchItemFailures,
    int? MaximumConcurrency,
    bool Enabled) : IResource
{
    /// <summary>Event patterns, one of which a message must match to get to the function; null when all messages do.</summary>
    public IReadOnlyList<string>? Filters { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public string Uuid => Arn.Split(':')[^1];

    public string FunctionArn => Scope.Of(Arn).Arn("lambda", $"function:{FunctionName}");
}

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

/// <summary>An IAM role with the statements of all its policies, and those that say who may assume it.</summary>
public sealed record Role(string Name, string Arn, IReadOnlyList<PolicyStatement> Policy) : IResource
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
