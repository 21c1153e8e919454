using System.Text.Json;
using System.Text.RegularExpressions;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sns;

/// <summary>Topics (SNS API reference, CreateTopic, DeleteTopic, GetTopicAttributes, SetTopicAttributes, ListTopics).</summary>
internal sealed partial class TopicCalls(LiveAccount account)
{
    private static readonly Refusal FifoTopic = new(
        "SNS", "CreateTopic", "FIFO topics",
        _ => TopicOperations.Invalid("Topic Name Reason: laptop mode has standard topics only, no FIFO topics"));

    public IEnumerable<KeyValuePair<string, AwsOperation>> Operations =>
    [
        new("CreateTopic", CreateAsync), new("DeleteTopic", DeleteAsync), new("GetTopicAttributes", GetAttributesAsync),
        new("SetTopicAttributes", SetAttributesAsync), new("ListTopics", ListAsync),
    ];

    private async Task CreateAsync(AwsCall call, Utf8JsonWriter json)
    {
        var name = call.Body.Needed("Name");
        if (name.EndsWith(".fifo", StringComparison.Ordinal))
        {
            throw FifoTopic.Error("");
        }

        if (!Names().IsMatch(name))
        {
            throw TopicOperations.Invalid("Topic Name");
        }

        var arn = call.Scope.Arn("sns", name);
        call.Allow("CreateTopic", arn, []);
        var topic = new Topic(name, arn) { Tags = TopicTagCalls.Read(call.Body) is { Count: > 0 } tags ? tags : null };
        topic = call.Body.Map("Attributes").Aggregate(topic, (topic, one) => TopicAttributes.With(topic, one.Key, one.Value));
        await account.ChangeAsync(change => TopicOperations.Create(change, topic), call.Cancellation);
        json.WriteString("TopicArn"u8, arn);
    }

    /// <summary>Deleting what is not there succeeds, as in AWS.</summary>
    private Task DeleteAsync(AwsCall call, Utf8JsonWriter json)
    {
        var arn = call.Body.RequiredArn("TopicArn");
        call.Allow("DeleteTopic", arn, account.Now.Find<Topic>(arn) is { } topic ? TopicOperations.PolicyOf(topic) : []);
        return account.ChangeAsync(
            change =>
            {
                if (change.Resources.Find<Topic>(arn) is { } existing)
                {
                    TopicOperations.Delete(change, existing);
                }
            },
            call.Cancellation);
    }

    private Task GetAttributesAsync(AwsCall call, Utf8JsonWriter json)
    {
        var topic = call.Topic(account, call.Body.RequiredArn("TopicArn"), "GetTopicAttributes");
        json.WriteStartObject("Attributes"u8);
        foreach (var (name, value) in TopicAttributes.Of(topic, account.Now))
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        return Task.CompletedTask;
    }

    private Task SetAttributesAsync(AwsCall call, Utf8JsonWriter json)
    {
        var arn = call.Topic(account, call.Body.RequiredArn("TopicArn"), "SetTopicAttributes").Arn;
        var name = call.Body.Needed("AttributeName");
        var value = call.Body.Text("AttributeValue") ?? "";
        return account.ChangeAsync(
            change => TopicOperations.Update(change, TopicAttributes.With(TopicOperations.Get(change.Resources, arn), name, value)),
            call.Cancellation);
    }

    private Task ListAsync(AwsCall call, Utf8JsonWriter json)
    {
        call.Allow("ListTopics", call.Scope.Arn("sns", "*"), []);
        json.WritePage(call, account.Now.All<Topic>().Where(topic => topic.IsIn(call.Scope)), "Topics", topic =>
        {
            json.WriteStartObject();
            json.WriteString("TopicArn"u8, topic.Arn);
            json.WriteEndObject();
        });
        return Task.CompletedTask;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,256}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Names();
}
