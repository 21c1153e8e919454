using System.Text.RegularExpressions;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Account.Policies;

namespace Waybill.Local.Endpoints.Sns;

/// <summary>A topic's attributes as the API has them (SNS API reference, SetTopicAttributes, GetTopicAttributes).</summary>
internal static partial class TopicAttributes
{
    public const string UsualDeliveryPolicy =
        """{"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,"numMaxDelayRetries":0"""
        + ""","numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},"disableSubscriptionOverrides":false}}""";

    private static readonly string[] Kept = ["DisplayName", "DeliveryPolicy", "KmsMasterKeyId", "TracingConfig", "SignatureVersion"];

    private static readonly string[] OfFifo = ["FifoTopic", "ContentBasedDeduplication", "ArchivePolicy", "FifoThroughputScope"];

    private static readonly Refusal FifoAttribute = new(
        "SNS", "CreateTopic, SetTopicAttributes", string.Join(", ", OfFifo),
        name => TopicOperations.Invalid($"{name} Reason: laptop mode has standard topics only, no FIFO topics"));

    /// <summary>The topic with one more attribute, or another value of it; an empty one goes.</summary>
    /// <exception cref="AwsException">InvalidParameter.</exception>
    public static Topic With(Topic topic, string name, string value)
    {
        if (name == "Policy")
        {
            return topic with { Policy = Policy(value) };
        }

        if (OfFifo.Contains(name, StringComparer.Ordinal))
        {
            return value is "false" && name is not "ArchivePolicy"
                ? topic
                : throw FifoAttribute.Error(name);
        }

        if (!Kept.Contains(name, StringComparer.Ordinal) && !Feedback().IsMatch(name))
        {
            throw TopicOperations.Invalid($"AttributeName Reason: Unknown attribute [{name}]");
        }

        if (name == "DisplayName" && value.Length > 100)
        {
            throw TopicOperations.Invalid("DisplayName Reason: Member must have length less than or equal to 100");
        }

        var attributes = new Dictionary<string, string>(topic.Attributes ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        if (value.Length == 0)
        {
            attributes.Remove(name);
        }
        else
        {
            attributes[name] = value;
        }

        return topic with { Attributes = attributes.Count == 0 ? null : attributes };
    }

    public static Dictionary<string, string> Of(Topic topic, Resources resources)
    {
        var subscriptions = TopicOperations.Of(resources, topic.Arn).ToList();
        var pending = subscriptions.Count(subscription => subscription.ConfirmationToken is not null);
        var delivery = topic.Attributes?.GetValueOrDefault("DeliveryPolicy");
        var attributes = new Dictionary<string, string>(topic.Attributes ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            ["TopicArn"] = topic.Arn,
            ["Owner"] = Scope.Of(topic.Arn).Account,
            ["Policy"] = PolicyDocument.Write(TopicOperations.PolicyOf(topic)),
            ["SubscriptionsConfirmed"] = $"{subscriptions.Count - pending}",
            ["SubscriptionsPending"] = $"{pending}",
            ["SubscriptionsDeleted"] = "0",
            ["EffectiveDeliveryPolicy"] = delivery ?? UsualDeliveryPolicy,
        };
        attributes.TryAdd("DisplayName", "");
        return attributes;
    }

    private static IReadOnlyList<PolicyStatement>? Policy(string json)
    {
        if (json.Length == 0)
        {
            return null;
        }

        try
        {
            return PolicyDocument.Parse(json);
        }
        catch (FormatException error)
        {
            throw TopicOperations.Invalid($"Policy Error: {error.Message}");
        }
    }

    /// <summary>Logging of deliveries, which have no log here.</summary>
    [GeneratedRegex(
        "^(Application|Firehose|HTTP|Lambda|SQS)((Success|Failure)FeedbackRoleArn|SuccessFeedbackSampleRate)$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Feedback();
}
