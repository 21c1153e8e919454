using Waybill.Operations.Consumers;

namespace Waybill.Operations.Status;

/// <summary>What to read a consumer's counts by: its own where it reports them, else what its queue and function show.</summary>
internal sealed record ConsumerCounts(string Handled, string Failed)
{
    public static ConsumerCounts Add(Consumer consumer, MetricBatch batch) => consumer.ReportsCounts
        ? new(
            batch.Add("Waybill", "EventsHandled", "Sum", "Consumer", consumer.Name),
            batch.Add("Waybill", "EventsFailed", "Sum", "Consumer", consumer.Name))
        : new(
            batch.Add("AWS/SQS", "NumberOfMessagesDeleted", "Sum", "QueueName", consumer.Queue.Name),
            batch.Add("AWS/Lambda", "Errors", "Sum", "FunctionName", consumer.Function));
}
