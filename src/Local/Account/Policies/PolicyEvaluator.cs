namespace Waybill.Local.Account.Policies;

/// <summary>
/// Who asks (the ARN of a role, or a service such as <c>events.amazonaws.com</c>) to do what to which resource;
/// <paramref name="Context"/> holds condition keys such as <c>aws:SourceArn</c>.
/// </summary>
public sealed record PolicyRequest(string Principal, string Action, string Resource, IReadOnlyDictionary<string, string> Context);

/// <summary>The answer, and why, in words that name the statement that decided.</summary>
public sealed record PolicyDecision(bool Allowed, string Reason);

/// <summary>Decides as IAM does within one account: a Deny wins; else one Allow,
/// in the caller's policies or the resource's, is enough.</summary>
/// <remarks>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html</remarks>
public static class PolicyEvaluator
{
    /// <summary>Decides by the statements of the caller's role (none for a service) and those on the resource itself.</summary>
    public static PolicyDecision Evaluate(
        IEnumerable<PolicyStatement> identity, IEnumerable<PolicyStatement> resource, PolicyRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var considered = identity.Select(statement => new Considered("the role's policies", statement, IsIdentity: true))
            .Concat(resource.Select(statement => new Considered("the resource's policy", statement, IsIdentity: false)))
            .ToList();

        if (considered.Find(one => !one.Statement.Allow && one.Miss(request) is null) is { } denial)
        {
            return new PolicyDecision(Allowed: false, $"{Asked(request)} is denied by {denial}.");
        }

        if (considered.Find(one => one.Statement.Allow && one.Miss(request) is null) is { } allowance)
        {
            return new PolicyDecision(Allowed: true, $"{Asked(request)} is allowed by {allowance}.");
        }

        var nearest = Nearest(considered, request);
        return new PolicyDecision(Allowed: false, $"{Asked(request)} is not allowed by any of {considered.Count} statements{nearest}.");
    }

    /// <summary>Decides for a caller of another account by what the resource's policy says of that account or caller.</summary>
    public static PolicyDecision EvaluateOtherAccount(IEnumerable<PolicyStatement> resource, PolicyRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var root = request.Principal.Split(':', 6) is [_, _, _, _, var account, _] ? $"arn:aws:iam::{account}:root" : request.Principal;
        var asAccount = Evaluate([], resource, request with { Principal = root });
        return asAccount.Allowed ? asAccount : Evaluate([], resource, request);
    }

    private static string Asked(PolicyRequest request) => $"{request.Action} on {request.Resource} by {request.Principal}";

    /// <summary>The Allow that comes closest, because it is the one to correct.</summary>
    private static string Nearest(IEnumerable<Considered> considered, PolicyRequest request)
    {
        var nearest = considered.Where(one => one.Statement.Allow).MaxBy(one => one.Miss(request)!.Matched);
        return nearest?.Miss(request) is { Matched: > 0 } miss ? $"; nearest is {nearest}, but {miss.Problem}" : "";
    }
}
