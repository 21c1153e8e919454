using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Resources;

/// <summary>A topic with the subscriptions it declares itself.</summary>
internal sealed class TopicResource : ResourceKind
{
    public override string Type => "AWS::SNS::Topic";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed = ["TopicName", "Subscription[].Protocol", "Subscription[].Endpoint"],
        OnlyAs = { ["FifoTopic"] = "false" },
        WithoutEffect =
        {
            ["DisplayName"] = "text for people",
            ["KmsMasterKeyId"] = "encryption at rest",
            ["SignatureVersion"] = "signatures prove nothing here",
            ["TracingConfig"] = "tracing",
            ["DeliveryStatusLogging"] = "deliveries have no log here",
            ["Tags"] = "tags",
        },
    };

    public override string Reference(Resource topic) => topic.Stack.Arn("sns", Name(topic));

    public override string? Attribute(Resource topic, string name) => name switch
    {
        "TopicArn" => Reference(topic),
        "TopicName" => Name(topic),
        _ => null,
    };

    public override void Read(Resource topic, Draft draft)
    {
        draft.Add(draft.Topics, topic, new Topic(Name(topic), Reference(topic)));
        var subscriptions = topic.List("Subscription");
        for (var i = 0; i < subscriptions.Count; i++)
        {
            var (protocol, endpoint) = (Member(topic, subscriptions[i], "Protocol"), Member(topic, subscriptions[i], "Endpoint"));
            draft.Add(draft.Subscriptions, topic, SubscriptionResource.Of(
                topic, $"{topic.LogicalId}/{i}", Reference(topic), protocol, endpoint, "Subscription[].Protocol"));
        }
    }

    private static string Member(Resource topic, JsonNode subscription, string name) =>
        topic.Member("Subscription[]", subscription, name) ?? topic.Missing($"Subscription[].{name}");

    private static string Name(Resource topic) => topic.Name("TopicName", 256, "A-Za-z0-9_-");
}

internal sealed class TopicPolicyResource : ResourceKind
{
    public override string Type => "AWS::SNS::TopicPolicy";

    public override PropertyTable Properties { get; } = new() { Obeyed = ["PolicyDocument", "Topics"] };

    public override void Read(Resource policy, Draft draft)
    {
        var statements = PolicyReader.Read(policy, "PolicyDocument", policy.Document("PolicyDocument"));
        foreach (var topic in policy.Texts("Topics"))
        {
            draft.Add(draft.TopicPolicies, policy, new Attachment(topic, statements));
        }
    }
}

internal sealed class SubscriptionResource : ResourceKind
{
    private static readonly string[] Protocols = ["sqs", "lambda", "http", "https", "email", "email-json"];

    public override string Type => "AWS::SNS::Subscription";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed =
        [
            "TopicArn", "Protocol", "Endpoint", "RawMessageDelivery", "FilterPolicy", "FilterPolicyScope", "RedrivePolicy",
            "DeliveryPolicy",
        ],
        WithoutEffect = { ["Region"] = "a topic's ARN has its region" },
        Refused =
        {
            ["SubscriptionRoleArn"] = "it is for Firehose, which is not here",
            ["ReplayPolicy"] = "it is for FIFO topics; topics here are standard ones",
        },
    };

    public override string Reference(Resource subscription) =>
        Arn(subscription.RequiredText("TopicArn"), subscription, subscription.LogicalId);

    public override string? Attribute(Resource subscription, string name) => name == "Arn" ? Reference(subscription) : null;

    public override void Read(Resource subscription, Draft draft)
    {
        var made = Of(
            subscription, subscription.LogicalId, subscription.RequiredText("TopicArn"), subscription.RequiredText("Protocol"),
            subscription.RequiredText("Endpoint"), "Protocol") with
        {
            IsRaw = subscription.Boolean("RawMessageDelivery", otherwise: false),
            FilterPolicy = subscription.Document("FilterPolicy") is { Count: > 0 } filter ? Scalar.Json(filter) : null,
            FilterPolicyScope = subscription.Text("FilterPolicyScope") is TopicSubscription.OnBody and var scope ? scope : null,
            DeadLetterArn = subscription.Document("RedrivePolicy") is { } redrive
                ? subscription.Member("RedrivePolicy", redrive, "deadLetterTargetArn")
                    ?? subscription.Missing("RedrivePolicy.deadLetterTargetArn")
                : null,
            DeliveryPolicy = subscription.Document("DeliveryPolicy") is { } delivery ? Scalar.Json(delivery) : null,
        };
        try
        {
            TopicOperations.Check(made);
        }
        catch (AwsException refused)
        {
            subscription.Report("FilterPolicy", refused.Message);
        }

        draft.Add(draft.Subscriptions, subscription, made);
    }

    /// <summary>A subscription that a resource declares; who has to confirm it is asked by a token that is the same on every run.</summary>
    public static TopicSubscription Of(Resource origin, string id, string topicArn, string protocol, string endpoint, string property)
    {
        if (protocol.Length > 0 && !Protocols.Contains(protocol, StringComparer.Ordinal))
        {
            origin.Report(property, $"'{protocol}' is not supported; supported: {string.Join(", ", Protocols)}");
        }

        return new TopicSubscription(Arn(topicArn, origin, id), topicArn, protocol, endpoint)
        {
            ConfirmationToken = protocol is "sqs" or "lambda"
                ? null
                : PhysicalName.Uuid(origin.Stack.Name, $"{id}/token").Replace("-", "", StringComparison.Ordinal),
        };
    }

    private static string Arn(string topicArn, Resource origin, string id) => $"{topicArn}:{PhysicalName.Uuid(origin.Stack.Name, id)}";
}
