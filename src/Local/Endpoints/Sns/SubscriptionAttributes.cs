using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;

namespace Waybill.Local.Endpoints.Sns;

/// <summary>A subscription's attributes as the API has them (SNS API reference, SetSubscriptionAttributes,
/// GetSubscriptionAttributes).</summary>
internal static class SubscriptionAttributes
{
    private const string UsualScope = TopicSubscription.OnAttributes;

    private static readonly Refusal ReplayPolicy = new(
        "SNS", "Subscribe, SetSubscriptionAttributes", "ReplayPolicy",
        name => Invalid(name, "laptop mode has standard topics only, no FIFO topics"));

    private static readonly Refusal SubscriptionRole = new(
        "SNS", "Subscribe, SetSubscriptionAttributes", "SubscriptionRoleArn", name => Invalid(name, "laptop mode has no Firehose"));

    /// <exception cref="AwsException">InvalidParameter.</exception>
    public static TopicSubscription With(TopicSubscription subscription, string name, string value) => name switch
    {
        "RawMessageDelivery" => subscription with { IsRaw = Raw(subscription.Protocol, value) },
        // An empty policy lets everything through, as none does.
        "FilterPolicy" => subscription with { FilterPolicy = value is "" or "{}" ? null : value },
        "FilterPolicyScope" => subscription with { FilterPolicyScope = FilterScope(value) },
        "RedrivePolicy" => subscription with { DeadLetterArn = value is "" or "{}" ? null : DeadLetterArn(value) },
        "DeliveryPolicy" when subscription.IsHttp => subscription with
        {
            DeliveryPolicy = value is "" ? null : Json(name, value).GetRawText(),
        },
        "DeliveryPolicy" => throw Invalid(name, $"Delivery policy is not supported for protocol [{subscription.Protocol}]"),
        "ReplayPolicy" => throw ReplayPolicy.Error(name),
        "SubscriptionRoleArn" => throw SubscriptionRole.Error(name),
        _ => throw TopicOperations.Invalid("AttributeName"),
    };

    public static Dictionary<string, string> Of(TopicSubscription subscription, Topic? topic)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SubscriptionArn"] = subscription.Arn,
            ["TopicArn"] = subscription.TopicArn,
            ["Protocol"] = subscription.Protocol,
            ["Endpoint"] = subscription.Endpoint,
            ["Owner"] = subscription.Owner,
            ["SubscriptionPrincipal"] = $"arn:aws:iam::{subscription.Owner}:root",
            ["ConfirmationWasAuthenticated"] = subscription.ConfirmedToken is null && subscription.ConfirmationToken is null ? "true"
                : "false",
            ["PendingConfirmation"] = subscription.ConfirmationToken is null ? "false" : "true",
            ["RawMessageDelivery"] = subscription.IsRaw ? "true" : "false",
        };
        if (subscription.FilterPolicy is { } policy)
        {
            attributes["FilterPolicy"] = policy;
            attributes["FilterPolicyScope"] = subscription.FilterPolicyScope ?? UsualScope;
        }

        if (subscription.DeadLetterArn is { } arn)
        {
            attributes["RedrivePolicy"] = $$"""{"deadLetterTargetArn":"{{arn}}"}""";
        }

        if (subscription.IsHttp)
        {
            attributes["EffectiveDeliveryPolicy"] = subscription.DeliveryPolicy ?? topic?.Attributes?.GetValueOrDefault("DeliveryPolicy")
                ?? TopicAttributes.UsualDeliveryPolicy;
        }

        if (subscription.DeliveryPolicy is { } delivery)
        {
            attributes["DeliveryPolicy"] = delivery;
        }

        return attributes;
    }

    private static bool Raw(string protocol, string value) => value switch
    {
        "true" or "True" when protocol is "sqs" or "http" or "https" => true,
        "true" or "True" => throw Invalid("RawMessageDelivery", $"Delivery protocol [{protocol}] does not support raw message delivery."),
        "false" or "False" => false,
        _ => throw Invalid("RawMessageDelivery", $"Invalid value [{value}]. Must be true or false."),
    };

    private static string? FilterScope(string value) => value switch
    {
        UsualScope => null,
        TopicSubscription.OnBody => value,
        _ => throw Invalid("FilterPolicyScope", $"Invalid value [{value}]. Please use either MessageBody or MessageAttributes"),
    };

    private static string DeadLetterArn(string policy)
    {
        var json = Json("RedrivePolicy", policy);
        return json.TryGetProperty("deadLetterTargetArn", out var arn) && arn.ValueKind == JsonValueKind.String
            && TargetKinds.Of(arn.GetString()!) == TargetKind.Queue
                ? arn.GetString()!
                : throw TopicOperations.Invalid("RedrivePolicy: deadLetterTargetArn is an invalid arn");
    }

    private static JsonElement Json(string name, string text)
    {
        try
        {
            var json = JsonElement.Parse(text);
            return json.ValueKind == JsonValueKind.Object ? json : throw TopicOperations.Invalid($"{name}: it must be a JSON object");
        }
        catch (JsonException)
        {
            throw TopicOperations.Invalid($"{name}: failed to parse JSON.");
        }
    }

    private static AwsException Invalid(string name, string reason) => TopicOperations.Invalid($"Attributes Reason: {name}: {reason}");
}
