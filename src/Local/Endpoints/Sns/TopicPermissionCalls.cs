using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sns;

/// <summary>Statements of a topic's policy by their label (SNS API reference, AddPermission, RemovePermission).</summary>
internal sealed class TopicPermissionCalls(LiveAccount account)
{
    private static readonly string[] Actions =
    [
        "AddPermission", "DeleteTopic", "GetTopicAttributes", "ListSubscriptionsByTopic", "Publish", "RemovePermission",
        "SetTopicAttributes",
        "Subscribe",
    ];

    public IEnumerable<KeyValuePair<string, AwsOperation>> Operations =>
    [
        new("AddPermission", AddAsync), new("RemovePermission", RemoveAsync),
    ];

    private Task AddAsync(AwsCall call, Utf8JsonWriter json)
    {
        var arn = call.Topic(account, call.Body.RequiredArn("TopicArn"), "AddPermission").Arn;
        var label = call.Body.Needed("Label");
        var accounts = call.Body.Texts("AWSAccountId");
        var actions = call.Body.Texts("ActionName");
        if (accounts.Count == 0 || accounts.Any(one => one.Length != 12 || !one.All(char.IsAsciiDigit)))
        {
            throw TopicOperations.Invalid("AWSAccountId");
        }

        if (actions.Count == 0 || actions.Except(Actions, StringComparer.OrdinalIgnoreCase).Any())
        {
            throw TopicOperations.Invalid("Policy statement action out of service scope!");
        }

        var statement = new PolicyStatement(
            label, Allow: true, [.. accounts.Select(one => Caller.Root(one))], [.. actions.Select(action => $"SNS:{action}")], [arn],
            new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>>(StringComparer.Ordinal));
        return ChangeAsync(call, arn, policy => policy.All(one => one.Sid != label)
            ? [.. policy, statement]
            : throw TopicOperations.Invalid("Statement already exists"));
    }

    private Task RemoveAsync(AwsCall call, Utf8JsonWriter json)
    {
        var arn = call.Topic(account, call.Body.RequiredArn("TopicArn"), "RemovePermission").Arn;
        var label = call.Body.Needed("Label");
        return ChangeAsync(call, arn, policy => [.. policy.Where(one => one.Sid != label)]);
    }

    private Task ChangeAsync(AwsCall call, string arn, Func<IReadOnlyList<PolicyStatement>, IReadOnlyList<PolicyStatement>> policy) =>
        account.ChangeAsync(
            change =>
            {
                var topic = TopicOperations.Get(change.Resources, arn);
                TopicOperations.Update(change, topic with { Policy = policy(TopicOperations.PolicyOf(topic)) });
            },
            call.Cancellation);
}
