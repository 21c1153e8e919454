using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;

namespace Waybill.Infra;

/// <summary>The metrics that alarms and the dashboard look at, by physical name, so that they can be named from any stack.</summary>
internal static class Metrics
{
    public static Metric MessagesIn(string queue) => OfQueue("ApproximateNumberOfMessagesVisible", queue);

    public static Metric OldestMessageIn(string queue) => OfQueue("ApproximateAgeOfOldestMessage", queue);

    public static Metric Errors(string function) => Of("AWS/Lambda", "Errors", "Sum", 5, ("FunctionName", function));

    public static Metric Throttles(string function) => Of("AWS/Lambda", "Throttles", "Sum", 5, ("FunctionName", function));

    /// <summary>Rules of a custom bus report under both dimensions (EventBridge user guide, "Monitoring").</summary>
    public static Metric FailedInvocations(string bus, string rule) =>
        Of("AWS/Events", "FailedInvocations", "Sum", 5, ("EventBusName", bus), ("RuleName", rule));

    /// <summary>Events that a rule could hand over neither to its target nor to its dead-letter queue.</summary>
    public static Metric Lost(string bus, string rule) =>
        Of("AWS/Events", "InvocationsFailedToBeSentToDlq", "Sum", 5, ("EventBusName", bus), ("RuleName", rule));

    /// <summary>What the functions themselves report: EventsHandled, DuplicatesSuppressed, EventsFailed.</summary>
    public static Metric Consumer(string name, string consumer) => Of("Waybill", name, "Sum", 5, ("Consumer", consumer));

    /// <summary>What the guard's function reports, at most once an hour for each type: so its sum stays up while they come.</summary>
    public static Metric UncataloguedEvents(string team) => Of("Waybill", "UncataloguedEvents", "Sum", 60, ("Team", team));

    private static Metric OfQueue(string name, string queue) => Of("AWS/SQS", name, "Maximum", 1, ("QueueName", queue));

    private static Metric Of(
        string @namespace, string name, string statistic, int minutes, params (string Name, string Value)[] dimensions) =>
        new(new MetricProps
        {
            Namespace = @namespace,
            MetricName = name,
            Statistic = statistic,
            DimensionsMap = dimensions.ToDictionary(d => d.Name, d => d.Value),
            Period = Duration.Minutes(minutes),
        });
}
