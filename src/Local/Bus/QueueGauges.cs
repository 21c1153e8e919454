using Waybill.Local.Account;
using Waybill.Local.Metrics;

namespace Waybill.Local.Bus;

/// <summary>Puts what is in the queues into the metrics, under SQS's names.</summary>
/// <remarks>Source: SQS developer guide, "Available CloudWatch metrics for Amazon SQS".</remarks>
internal sealed class QueueGauges(Queues queues, MetricStore metrics)
{
    public void Sample(DateTimeOffset time)
    {
        foreach (var (queue, depth) in queues.Snapshot().Queues)
        {
            var dimensions = new Dictionary<string, string>(StringComparer.Ordinal) { ["QueueName"] = queue.Name };
            var scope = Scope.Of(queue.Arn);
            void Put(string name, double value) => metrics.Put(new Metric(scope, "AWS/SQS", name, dimensions, value, time));
            Put("ApproximateNumberOfMessagesVisible", depth.Visible);
            Put("ApproximateNumberOfMessagesNotVisible", depth.InFlight);
            Put("ApproximateNumberOfMessagesDelayed", depth.Delayed);
            Put("ApproximateAgeOfOldestMessage", Math.Floor(depth.OldestAge.TotalSeconds));
        }
    }
}
