using Amazon.CDK.AWS.IAM;

namespace Waybill.Infra;

/// <summary>The few things a consumer may be allowed, each on named resources only.</summary>
internal static class Permissions
{
    public static PolicyStatement Allow(string[] resources, params string[] actions) => new(new PolicyStatementProps
    {
        Effect = Effect.ALLOW,
        Actions = actions,
        Resources = resources,
    });

    /// <summary>Puts events on the bus under the team's own source, and no other.</summary>
    public static PolicyStatement Publish(string busArn, Team team) => new(new PolicyStatementProps
    {
        Effect = Effect.ALLOW,
        Actions = ["events:PutEvents"],
        Resources = [busArn],
        Conditions = Conditions(("StringEquals", "events:source", [team.Source])),
    });

    /// <summary>Sends mail from exactly this address, of a domain verified in SES.</summary>
    public static PolicyStatement SendMail(EnvironmentSettings settings) => new(new PolicyStatementProps
    {
        Effect = Effect.ALLOW,
        Actions = ["ses:SendEmail"],
        Resources = [$"arn:aws:ses:{settings.Region}:{settings.Account}:identity/{settings.SenderAddress.Split('@')[1]}"],
        Conditions = Conditions(("StringEquals", "ses:FromAddress", [settings.SenderAddress])),
    });

    /// <summary>The condition block of a statement, one key for each operation.</summary>
    public static Dictionary<string, object> Conditions(params (string Operation, string Key, string[] AnyOf)[] conditions) => conditions.ToDictionary(
        condition => condition.Operation,
        condition => (object)new Dictionary<string, object> { [condition.Key] = condition.AnyOf is [var single] ? single : condition.AnyOf });
}
