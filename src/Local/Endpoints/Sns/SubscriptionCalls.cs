using System.Security.Cryptography;
using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Deliveries;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sns;

/// <summary>Subscriptions (SNS API reference, Subscribe, ConfirmSubscription, Unsubscribe, ListSubscriptions,
/// ListSubscriptionsByTopic).</summary>
/// <param name="account">Where they are.</param>
/// <param name="allowed">Where HTTP endpoints may be.</param>
internal sealed class SubscriptionCalls(LiveAccount account, AllowedHosts allowed)
{
    private const string Supported = "sqs, lambda, http, https, email, email-json";

    private static readonly Refusal OtherProtocol = new(
        "SNS", "Subscribe", "the protocols sms, application and firehose",
        protocol => TopicOperations.Invalid($"Protocol Reason: laptop mode does not deliver to {protocol}; it supports {Supported}"));

    private static readonly Refusal Elsewhere = new(
        "SNS", "Subscribe", "HTTP endpoints on other machines than this one and those that are allowed",
        endpoint => TopicOperations.Invalid($"Endpoint Reason: laptop mode does not call {endpoint}"));

    public IEnumerable<KeyValuePair<string, AwsOperation>> Operations =>
    [
        new("Subscribe", SubscribeAsync), new("ConfirmSubscription", ConfirmAsync), new("Unsubscribe", UnsubscribeAsync),
        new("ListSubscriptions", ListAsync), new("ListSubscriptionsByTopic", ListByTopicAsync),
    ];

    private async Task SubscribeAsync(AwsCall call, Utf8JsonWriter json)
    {
        var arn = call.Body.RequiredArn("TopicArn");
        var protocol = call.Body.Needed("Protocol");
        var endpoint = call.Body.Text("Endpoint") ?? "";
        CheckEndpoint(protocol, endpoint);
        var topic = account.Now.Find<Topic>(arn);
        var context = new Dictionary<string, string>(StringComparer.Ordinal) { ["sns:Protocol"] = protocol, ["sns:Endpoint"] = endpoint };
        call.Allow("Subscribe", arn, topic is null ? [] : TopicOperations.PolicyOf(topic), context);
        var wanted = new TopicSubscription($"{arn}:{Guid.CreateVersion7()}", arn, protocol, endpoint)
        {
            // Queues and functions of one's own need not say that they want it.
            ConfirmationToken = protocol is "sqs" or "lambda" ? null : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(64)),
        };
        wanted = call.Body.Map("Attributes").Aggregate(
            wanted, (subscription, one) => SubscriptionAttributes.With(subscription, one.Key, one.Value));
        var made = await account.ChangeAsync(change => TopicOperations.Subscribe(change, wanted), call.Cancellation);
        json.WriteString(
            "SubscriptionArn"u8,
            made.ConfirmationToken is null || call.Body.Flag("ReturnSubscriptionArn") is true ? made.Arn : "pending confirmation");
    }

    private async Task ConfirmAsync(AwsCall call, Utf8JsonWriter json)
    {
        var arn = call.Body.RequiredArn("TopicArn");
        var token = call.Body.Needed("Token");
        var confirmed = await account.ChangeAsync(change => TopicOperations.Confirm(change, arn, token), call.Cancellation);
        json.WriteString("SubscriptionArn"u8, confirmed.Arn);
    }

    /// <summary>What is gone already is gone.</summary>
    private Task UnsubscribeAsync(AwsCall call, Utf8JsonWriter json)
    {
        var arn = call.Body.RequiredArn("SubscriptionArn");
        call.Allow("Unsubscribe", arn, []);
        return account.ChangeAsync(
            change =>
            {
                if (change.Resources.Find<TopicSubscription>(arn) is { } subscription)
                {
                    TopicOperations.Delete(change, subscription);
                }
            },
            call.Cancellation);
    }

    private Task ListAsync(AwsCall call, Utf8JsonWriter json)
    {
        call.Allow("ListSubscriptions", call.Scope.Arn("sns", "*"), []);
        Write(call, json, account.Now.All<TopicSubscription>().Where(subscription => subscription.IsIn(call.Scope)));
        return Task.CompletedTask;
    }

    private Task ListByTopicAsync(AwsCall call, Utf8JsonWriter json)
    {
        var topic = call.Topic(account, call.Body.RequiredArn("TopicArn"), "ListSubscriptionsByTopic");
        Write(call, json, TopicOperations.Of(account.Now, topic.Arn));
        return Task.CompletedTask;
    }

    private static void Write(AwsCall call, Utf8JsonWriter json, IEnumerable<TopicSubscription> subscriptions) =>
        json.WritePage(call, subscriptions, "Subscriptions", subscription =>
        {
            json.WriteStartObject();
            json.WriteString("SubscriptionArn"u8, subscription.ConfirmationToken is null ? subscription.Arn : "PendingConfirmation");
            json.WriteString("Owner"u8, subscription.Owner);
            json.WriteString("Protocol"u8, subscription.Protocol);
            json.WriteString("Endpoint"u8, subscription.Endpoint);
            json.WriteString("TopicArn"u8, subscription.TopicArn);
            json.WriteEndObject();
        });

    private void CheckEndpoint(string protocol, string endpoint)
    {
        switch (protocol)
        {
            case "sqs" when TargetKinds.Of(endpoint) != TargetKind.Queue:
                throw TopicOperations.Invalid("SQS endpoint ARN");
            case "sqs" when endpoint.EndsWith(".fifo", StringComparison.Ordinal):
                throw TopicOperations.Invalid("Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics");
            case "lambda" when TargetKinds.Of(endpoint) != TargetKind.Function:
                throw TopicOperations.Invalid("Lambda endpoint ARN");
            case "http" or "https" when !endpoint.StartsWith($"{protocol}://", StringComparison.OrdinalIgnoreCase):
                throw TopicOperations.Invalid("Endpoint must match the specified protocol");
            case "http" or "https" when !allowed.Has(endpoint):
                throw Elsewhere.Error(allowed.Refusal(endpoint));
            case "email" or "email-json" when !endpoint.Contains('@', StringComparison.Ordinal):
                throw TopicOperations.Invalid("Email address");
            case "sms" or "application" or "firehose":
                throw OtherProtocol.Error(protocol);
            case "sqs" or "lambda" or "http" or "https" or "email" or "email-json":
                break;
            default:
                throw TopicOperations.Invalid($"Amazon SNS does not support this protocol string: {protocol}");
        }
    }
}
