namespace Waybill.Local.Account;

/// <summary>An IAM role with the statements of all its policies, and those that say who may assume it.</summary>
public sealed record Role(string Name, string Arn, IReadOnlyList<PolicyStatement> Policy) : IResource
{
    public IReadOnlyList<PolicyStatement> Trust { get; init; } = [];
}

/// <summary>One statement of an identity or resource policy; <paramref name="Conditions"/> are values by operator and key.</summary>
public sealed record PolicyStatement(
    string? Sid,
    bool Allow,
    IReadOnlyList<string> Principals,
    IReadOnlyList<string> Actions,
    IReadOnlyList<string> Resources,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> Conditions);
