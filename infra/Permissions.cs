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

    /// <summary>May put events of one source on the bus.</summary>
    public static PolicyStatement Publish(Deployment deployment, string source) =>
        Allow([deployment.Arn("events", $"event-bus/{deployment.Names.Bus}")], "events:PutEvents").When("events:source", source);

    /// <summary>Never, whatever else is allowed.</summary>
    public static PolicyStatement Deny(string[] resources, params string[] actions) => new(new PolicyStatementProps
    {
        Effect = Effect.DENY,
        Actions = actions,
        Resources = resources,
    });

    /// <summary>Only while the key of the request has this value.</summary>
    public static PolicyStatement When(this PolicyStatement statement, string key, string value) =>
        statement.When("StringEquals", key, value);

    /// <summary>Only while the key of the request is an ARN of this pattern.</summary>
    public static PolicyStatement WhenArnIsLike(this PolicyStatement statement, string key, string pattern) =>
        statement.When("ArnLike", key, pattern);

    /// <summary>The condition block of a statement, one key for each operation.</summary>
    public static Dictionary<string, object> Conditions(params (string Operation, string Key, string[] AnyOf)[] conditions) =>
        conditions.ToDictionary(condition => condition.Operation, condition => (object)new Dictionary<string, object>
        {
            [condition.Key] = condition.AnyOf is [var single] ? single : condition.AnyOf,
        });

    private static PolicyStatement When(this PolicyStatement statement, string operation, string key, string value)
    {
        statement.AddCondition(operation, new Dictionary<string, object> { [key] = value });
        return statement;
    }
}
