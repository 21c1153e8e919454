namespace Waybill.Local.Account;

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
