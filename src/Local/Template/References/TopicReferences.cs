using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.References;

/// <summary>Subscriptions: of topics that are there, to queues and functions that are there, one of an endpoint.</summary>
internal static class TopicReferences
{
    public static void Check(Draft draft)
    {
        var topics = draft.Topics.Select(topic => topic.Value.Arn).ToHashSet(StringComparer.Ordinal);
        var queues = draft.Queues.Select(queue => queue.Value.Arn).ToHashSet(StringComparer.Ordinal);
        var functions = draft.Functions.Select(function => function.Value.Arn).ToHashSet(StringComparer.Ordinal);
        foreach (var (origin, subscription) in draft.Subscriptions)
        {
            if (subscription.TopicArn.Length > 0 && !topics.Contains(subscription.TopicArn))
            {
                origin.Report("TopicArn", $"there is no topic '{subscription.TopicArn}'");
            }

            if (subscription.Endpoint.Length > 0 && subscription.Protocol == "sqs" && !queues.Contains(subscription.Endpoint))
            {
                origin.Report("Endpoint", ReferenceCheck.IsNoQueue(subscription.Endpoint));
            }

            if (subscription.Endpoint.Length > 0 && subscription.Protocol == "lambda" && !functions.Contains(subscription.Endpoint))
            {
                origin.Report("Endpoint", $"there is no function '{subscription.Endpoint}'");
            }

            if (subscription.DeadLetterArn is { Length: > 0 } deadLetter && !queues.Contains(deadLetter))
            {
                origin.Report("RedrivePolicy.deadLetterTargetArn", ReferenceCheck.IsNoQueue(deadLetter));
            }
        }

        foreach (var same in draft.Subscriptions.GroupBy(one => (one.Value.TopicArn, one.Value.Protocol, one.Value.Endpoint))
            .Where(group => group.Count() > 1))
        {
            same.Last().Origin.Report(
                "Endpoint", $"'{same.Key.Endpoint}' is subscribed to the topic by {same.First().Origin.LogicalId} already");
        }
    }
}
