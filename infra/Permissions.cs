using Amazon.CDK.AWS.IAM;

namespace Waybill.Infra;

/// <summary>The statements of policies, each on named resources only.</summary>
internal static class Permissions
{
    public static PolicyStatement Allow(string[] resources, params string[] actions) => new(new PolicyStatementProps
    {
        Effect = Effect.ALLOW,
        Actions = actions,
        Resources = resources,
    });

    /// <summary>Only while the key of the request has this value.</summary>
    public static PolicyStatement When(this PolicyStatement statement, string key, string value)
    {
        statement.AddCondition("StringEquals", new Dictionary<string, object> { [key] = value });
        return statement;
    }

    /// <summary>The condition block of a statement, one key for each operation.</summary>
    public static Dictionary<string, object> Conditions(params (string Operation, string Key, string[] AnyOf)[] conditions) =>
        conditions.ToDictionary(condition => condition.Operation, condition => (object)new Dictionary<string, object>
        {
            [condition.Key] = condition.AnyOf is [var single] ? single : condition.AnyOf,
        });
}
