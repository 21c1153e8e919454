namespace Waybill.Local.Account.Policies;

/// <summary>Why a statement does not apply to a request; <paramref name="Matched"/> counts the elements that did.</summary>
internal sealed record Miss(int Matched, string Problem);

/// <summary>A statement and where it stands.</summary>
internal sealed record Considered(string Where, PolicyStatement Statement, bool IsIdentity)
{
    /// <summary>Null when the statement applies to the request.</summary>
    public Miss? Miss(PolicyRequest request)
    {
        if (!Statement.Actions.Any(action => Wildcard.Matches(action, request.Action, ignoreCase: true)))
        {
            return new Miss(0, $"its actions are {string.Join(", ", Statement.Actions)}");
        }
        // A trust policy names no resource: it is about the role it belongs to.
        if (Statement.Resources.Count > 0 && !Statement.Resources.Any(resource => Wildcard.MatchesArn(resource, request.Resource)))
        {
            return new Miss(1, $"its resources are {string.Join(", ", Statement.Resources)}");
        }

        if (!IsIdentity && !Statement.Principals.Any(principal => Names(principal, request.Principal)))
        {
            return new Miss(2, $"its principals are {string.Join(", ", Statement.Principals)}");
        }

        return FailedCondition(request) is { } failed ? new Miss(3, failed) : null;
    }

    public override string ToString() =>
        (Statement.Sid is { } sid ? $"statement '{sid}'" : "a statement without Sid") + $" of {Where}";

    /// <remarks>
    /// An account as principal hands the decision to that account's identity policies: it allows nothing by itself, but a Deny reaches all
    /// of it.
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    /// </remarks>
    private bool Names(string principal, string caller)
    {
        if (principal == "*" || principal == caller)
        {
            return true;
        }

        return !Statement.Allow
            && principal.EndsWith(":root", StringComparison.Ordinal)
            && caller.StartsWith(principal[..^"root".Length], StringComparison.Ordinal);
    }

    private string? FailedCondition(PolicyRequest request)
    {
        foreach (var (name, keys) in Statement.Conditions)
        {
            var condition = ConditionOperator.Parse(name)
                ?? throw new InvalidOperationException($"'{name}' is no condition operator; supported: {ConditionOperator.Supported}");
            foreach (var (key, listed) in keys)
            {
                var given = Given(request, key);
                if (condition.IsMet(given, listed))
                {
                    continue;
                }

                var met = given is null ? "a request without that key" : $"'{given}'";
                return $"its condition {name} {key} [{string.Join(", ", listed)}] is not met by {met}";
            }
        }

        return null;
    }

    /// <summary>The request's value for a condition key (compared without regard to case), else what AWS itself would fill in.</summary>
    private static string? Given(PolicyRequest request, string key) =>
        request.Context.FirstOrDefault(entry => string.Equals(entry.Key, key, StringComparison.OrdinalIgnoreCase)).Value
        ?? GlobalKeys.Find(request.Principal, key);
}
