using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sns;

/// <summary>Tags of topics (SNS API reference, TagResource, UntagResource, ListTagsForResource).</summary>
internal sealed class TopicTagCalls(LiveAccount account)
{
    private const int Most = 50;

    public IEnumerable<KeyValuePair<string, AwsOperation>> Operations =>
    [
        new("TagResource", TagAsync), new("UntagResource", UntagAsync), new("ListTagsForResource", ListAsync),
    ];

    /// <summary>The tags of a request.</summary>
    /// <exception cref="AwsException">One key twice, or too many.</exception>
    public static Dictionary<string, string> Read(JsonElement body)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in body.Items("Tags"))
        {
            if (!tags.TryAdd(tag.Needed("Key"), tag.Text("Value") ?? ""))
            {
                throw TopicOperations.Invalid("Duplicated keys are not allowed.");
            }
        }

        return Held(tags);
    }

    private static Dictionary<string, string> Held(Dictionary<string, string> tags) => tags.Count <= Most
        ? tags
        : throw new AwsException("TagLimitExceededException", "Could not complete request: tag quota of per resource exceeded")
        {
            QueryCode = "TagLimitExceeded",
        };

    private Task TagAsync(AwsCall call, Utf8JsonWriter json)
    {
        var added = Read(call.Body);
        return ChangeAsync(call, "TagResource", tags => Held(tags.Concat(added).GroupBy(tag => tag.Key, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Last().Value, StringComparer.Ordinal)));
    }

    private Task UntagAsync(AwsCall call, Utf8JsonWriter json)
    {
        var keys = call.Body.Texts("TagKeys");
        return ChangeAsync(call, "UntagResource", tags =>
            tags.Where(tag => !keys.Contains(tag.Key, StringComparer.Ordinal)).ToDictionary(StringComparer.Ordinal));
    }

    private Task ListAsync(AwsCall call, Utf8JsonWriter json)
    {
        var arn = call.Body.RequiredArn("ResourceArn");
        call.Allow("ListTagsForResource", arn, []);
        json.WriteTags(Find(account.Now, arn).Tags);
        return Task.CompletedTask;
    }

    private Task ChangeAsync(
        AwsCall call, string action, Func<IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>> tags)
    {
        var arn = call.Body.RequiredArn("ResourceArn");
        call.Allow(action, arn, []);
        return account.ChangeAsync(
            change =>
            {
                var topic = Find(change.Resources, arn);
                TopicOperations.Update(change, topic with { Tags = tags(topic.Tags ?? new Dictionary<string, string>()) });
            },
            call.Cancellation);
    }

    private static Topic Find(Resources resources, string arn) => resources.Find<Topic>(arn)
        ?? throw new AwsException("ResourceNotFoundException", "Resource does not exist", StatusCodes.Status404NotFound)
        {
            QueryCode = "ResourceNotFound",
        };
}
