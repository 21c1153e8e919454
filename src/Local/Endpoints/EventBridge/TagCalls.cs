using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.EventBridge;

/// <summary>Tags of rules and buses (EventBridge API reference, TagResource, UntagResource, ListTagsForResource).</summary>
internal sealed class TagCalls(LiveAccount account)
{
    public IEnumerable<KeyValuePair<string, AwsOperation>> Operations =>
    [
        new("TagResource", TagAsync), new("UntagResource", UntagAsync), new("ListTagsForResource", ListAsync),
    ];

    private Task TagAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var tags = constraints.Tags();
        return ChangeAsync(call, constraints, "events:TagResource", before => Merged(before, tags));
    }

    private Task UntagAsync(AwsCall call, Utf8JsonWriter json)
    {
        var keys = call.Body.Texts("TagKeys");
        return ChangeAsync(call, new Constraints(call.Body), "events:UntagResource", before => Without(before, keys));
    }

    private Task ListAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var arn = constraints.Required("ResourceARN", 1600);
        constraints.Check();
        call.Caller.Require("events:ListTagsForResource", arn, []);
        var tags = Find(account.Now, arn) switch
        {
            Rule rule => rule.Tags,
            EventBus bus => bus.Tags,
            _ => null,
        };
        json.WriteTags(tags);
        return Task.CompletedTask;
    }

    private Task ChangeAsync(
        AwsCall call, Constraints constraints, string action,
        Func<IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>> tags)
    {
        var arn = constraints.Required("ResourceARN", 1600);
        constraints.Check();
        call.Caller.Require(action, arn, []);
        return account.ChangeAsync(
            change => change.Put(Find(change.Resources, arn) switch
            {
                Rule rule => rule with { Tags = tags(rule.Tags ?? new Dictionary<string, string>()) },
                EventBus bus => bus with { Tags = tags(bus.Tags ?? new Dictionary<string, string>()) },
                _ => throw new InvalidOperationException($"{arn} has no tags."),
            }),
            call.Cancellation);
    }

    /// <exception cref="AwsException">ResourceNotFoundException.</exception>
    private static IResource Find(Resources resources, string arn)
    {
        if (arn.Contains(":event-bus/", StringComparison.Ordinal))
        {
            return BusOperations.Get(resources, arn);
        }

        return resources.Find<Rule>(arn) ?? throw RuleOperations.NotFound(
            arn.Split('/') is [_, var bus, _] ? bus : EventBus.Default, arn.Split('/')[^1]);
    }

    private static Dictionary<string, string> Merged(
        IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string>? added)
    {
        var tags = new Dictionary<string, string>(before, StringComparer.Ordinal);
        foreach (var (key, value) in added ?? new Dictionary<string, string>())
        {
            tags[key] = value;
        }

        return tags;
    }

    private static Dictionary<string, string> Without(IReadOnlyDictionary<string, string> before, IReadOnlyList<string> keys) =>
        before.Where(tag => !keys.Contains(tag.Key, StringComparer.Ordinal)).ToDictionary(StringComparer.Ordinal);
}
