using Waybill.Local.Account;

namespace Waybill.Shop.Tests;

/// <summary>An action on a resource that a consumer's role grants.</summary>
internal sealed record Grant(string Function, string Role, string Action, string Resource)
{
    /// <summary>What Lambda calls as the function's role, and refuses a mapping without (tests/Local, mappings).</summary>
    private static readonly string[] OfLambda =
    [
        "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "logs:CreateLogStream", "logs:PutLogEvents",
    ];

    /// <summary>Lambda needs it, not the function's code.</summary>
    public bool IsLambdas => OfLambda.Contains(Action, StringComparer.Ordinal);

    public static IEnumerable<Grant> OfConsumers(CloudModel account) =>
        from function in account.Functions
        from statement in account.Roles.Single(role => role.Arn == function.RoleArn).Policy
        where statement.Allow
        from action in statement.Actions
        from resource in statement.Resources
        select new Grant(function.Name, function.RoleArn, action, resource);
}
