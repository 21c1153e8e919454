using Waybill.EventPatterns.Inputs;

namespace Waybill.Local.Account;

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
