using System.Text.Json;
using Waybill.EventPatterns;

namespace Waybill.Local.Account.Operations;

/// <summary>SNS's operations on topics and subscriptions (SNS API reference, 2010-03-31).</summary>
internal static class TopicOperations
{
    private const int MostFilterKeys = 5;

    /// <summary>What the default policy lets the owner's account do.</summary>
    private static readonly string[] OwnersActions =
    [
        "SNS:GetTopicAttributes", "SNS:SetTopicAttributes", "SNS:AddPermission", "SNS:RemovePermission", "SNS:DeleteTopic", "SNS:Subscribe",
        "SNS:ListSubscriptionsByTopic", "SNS:Publish",
    ];

    /// <exception cref="AwsException">NotFound.</exception>
    public static Topic Get(Resources resources, string arn) =>
        resources.Find<Topic>(arn) ?? throw NotFound("Topic does not exist");

    /// <exception cref="AwsException">NotFound.</exception>
    public static TopicSubscription GetSubscription(Resources resources, string arn) =>
        resources.Find<TopicSubscription>(arn) ?? throw NotFound("Subscription does not exist");

    /// <summary>In the order of their ARNs.</summary>
    public static IEnumerable<TopicSubscription> Of(Resources resources, string topicArn) =>
        resources.All<TopicSubscription>().Where(subscription => subscription.TopicArn == topicArn);

    /// <summary>The topic's policy, or the one SNS gives when nobody gave one: the owner's account may do anything.</summary>
    public static IReadOnlyList<PolicyStatement> PolicyOf(Topic topic) => topic.Policy ??
    [
        new PolicyStatement(
            "__default_statement_ID", Allow: true, ["*"], OwnersActions, [topic.Arn],
            new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>>(StringComparer.Ordinal)
            {
                ["StringEquals"] = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
                {
                    ["AWS:SourceOwner"] = [Scope.Of(topic.Arn).Account],
                },
            }),
    ];

    /// <summary>Makes a topic; one that is there already, and the same, is left as it is.</summary>
    public static void Create(Change change, Topic topic)
    {
        if (change.Resources.Find<Topic>(topic.Arn) is not { } existing)
        {
            change.Put(topic);
            return;
        }

        if (!Same(existing.Tags, topic.Tags))
        {
            throw Invalid("Tags Reason: Topic already exists with different tags");
        }

        var wanted = topic with
        {
            Attributes = Known(existing.Attributes, topic.Attributes),
            Policy = topic.Policy ?? existing.Policy,
            Tags = existing.Tags,
        };
        if (ResourceJson.Write(wanted) != ResourceJson.Write(existing))
        {
            throw Invalid("Attributes Reason: Topic already exists with different attributes");
        }
    }

    public static void Update(Change change, Topic topic) => change.Put(topic);

    /// <summary>Deletes a topic with its subscriptions.</summary>
    public static void Delete(Change change, Topic topic)
    {
        foreach (var subscription in Of(change.Resources, topic.Arn).ToList())
        {
            change.Remove(subscription);
        }

        change.Remove(topic);
    }

    /// <summary>Makes a subscription; of an endpoint that has one already, that one.</summary>
    public static TopicSubscription Subscribe(Change change, TopicSubscription subscription)
    {
        Get(change.Resources, subscription.TopicArn);
        Check(subscription);
        var existing = Of(change.Resources, subscription.TopicArn).FirstOrDefault(
            other => other.Protocol == subscription.Protocol && other.Endpoint == subscription.Endpoint);
        if (existing is null)
        {
            change.Put(subscription);
            return subscription;
        }

        var same = subscription with
        {
            Arn = existing.Arn,
            ConfirmationToken = existing.ConfirmationToken,
            ConfirmedToken = existing.ConfirmedToken,
        };
        if (ResourceJson.Write(same) != ResourceJson.Write(existing))
        {
            throw Invalid("Attributes Reason: Subscription already exists with different attributes");
        }

        // Who has not confirmed yet is asked again, with another token.
        var asked = existing.ConfirmationToken is null ? existing : existing with { ConfirmationToken = subscription.ConfirmationToken };
        change.Put(asked);
        return asked;
    }

    public static void Update(Change change, TopicSubscription subscription)
    {
        Check(subscription);
        change.Put(subscription);
    }

    /// <summary>The endpoint has said that it wants its subscription; to say so again changes nothing.</summary>
    /// <exception cref="AwsException">NotFound, InvalidParameter.</exception>
    public static TopicSubscription Confirm(Change change, string topicArn, string token)
    {
        Get(change.Resources, topicArn);
        var subscription = Of(change.Resources, topicArn).FirstOrDefault(one => one.ConfirmationToken == token
            || one.ConfirmedToken == token)
            ?? throw Invalid("Token");
        var confirmed = subscription with { ConfirmationToken = null, ConfirmedToken = token };
        change.Put(confirmed);
        return confirmed;
    }

    public static void Delete(Change change, TopicSubscription subscription) => change.Remove(subscription);

    /// <exception cref="AwsException">InvalidParameter: its filter policy is none.</exception>
    public static void Check(TopicSubscription subscription)
    {
        if (subscription.FilterPolicy is not { } policy)
        {
            return;
        }

        try
        {
            using var json = JsonDocument.Parse(policy);
            CheckKeys(json.RootElement, subscription.FilterPolicyScope is TopicSubscription.OnBody);
            _ = EventPattern.Parse(policy);
        }
        catch (JsonException error)
        {
            throw Invalid($"FilterPolicy: failed to parse JSON. {error.Message}");
        }
        catch (InvalidEventPatternException error)
        {
            throw Invalid($"FilterPolicy: {error.Reason}");
        }
    }

    public static AwsException Invalid(string what) => Refused($"Invalid parameter: {what}");

    public static AwsException Refused(string message) => new("InvalidParameterException", message) { QueryCode = "InvalidParameter" };

    public static AwsException NotFound(string message) => new("NotFoundException", message, 404) { QueryCode = "NotFound" };

    private static void CheckKeys(JsonElement policy, bool mayNest)
    {
        if (policy.ValueKind != JsonValueKind.Object)
        {
            throw Invalid("FilterPolicy: Filter policy must be a JSON object");
        }

        if (Keys(policy) > MostFilterKeys)
        {
            throw Invalid($"FilterPolicy: Filter policy can not have more than {MostFilterKeys} keys");
        }

        if (!mayNest && policy.EnumerateObject().Any(member => member.Value.ValueKind == JsonValueKind.Object))
        {
            throw Invalid("FilterPolicy: Filter policy scope MessageAttributes does not support nested filter policy");
        }
    }

    /// <summary>How many leaves a policy has; those of <c>$or</c>'s parts count, the word itself does not.</summary>
    private static int Keys(JsonElement policy) => policy.EnumerateObject().Sum(member => member switch
    {
        { Name: "$or", Value.ValueKind: JsonValueKind.Array } =>
            member.Value.EnumerateArray().Where(part => part.ValueKind == JsonValueKind.Object).Sum(Keys),
        { Value.ValueKind: JsonValueKind.Object } => Keys(member.Value),
        _ => 1,
    });

    /// <summary>What exists and is not spoken of does not differ.</summary>
    private static IReadOnlyDictionary<string, string>? Known(
        IReadOnlyDictionary<string, string>? existing, IReadOnlyDictionary<string, string>? wanted) =>
        wanted is null || (existing is not null && wanted.All(one => existing.GetValueOrDefault(one.Key) == one.Value)) ? existing : wanted;

    private static bool Same(IReadOnlyDictionary<string, string>? existing, IReadOnlyDictionary<string, string>? wanted) =>
        wanted is null || wanted.Count == 0 || (existing?.Count == wanted.Count && wanted.All(one =>
            existing.GetValueOrDefault(one.Key) == one.Value));
}
