using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sns;

/// <summary>SNS API reference, GetSubscriptionAttributes, SetSubscriptionAttributes.</summary>
internal sealed class SubscriptionAttributeCalls(LiveAccount account)
{
    public IEnumerable<KeyValuePair<string, AwsOperation>> Operations =>
    [
        new("GetSubscriptionAttributes", GetAsync), new("SetSubscriptionAttributes", SetAsync),
    ];

    private Task GetAsync(AwsCall call, Utf8JsonWriter json)
    {
        var arn = call.Body.RequiredArn("SubscriptionArn");
        call.Allow("GetSubscriptionAttributes", arn, []);
        var subscription = TopicOperations.GetSubscription(account.Now, arn);
        json.WriteStartObject("Attributes"u8);
        foreach (var (name, value) in SubscriptionAttributes.Of(subscription, account.Now.Find<Topic>(subscription.TopicArn)))
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        return Task.CompletedTask;
    }

    private Task SetAsync(AwsCall call, Utf8JsonWriter json)
    {
        var arn = call.Body.RequiredArn("SubscriptionArn");
        var name = call.Body.Needed("AttributeName");
        var value = call.Body.Text("AttributeValue") ?? "";
        call.Allow("SetSubscriptionAttributes", arn, []);
        return account.ChangeAsync(
            change => TopicOperations.Update(
                change, SubscriptionAttributes.With(TopicOperations.GetSubscription(change.Resources, arn), name, value)),
            call.Cancellation);
    }
}
