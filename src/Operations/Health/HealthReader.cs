using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Flows;
using Waybill.Operations.Status;

namespace Waybill.Operations.Health;

/// <summary>Reads how an account did over time: throughput and errors from metrics, latency from what consumers log.</summary>
public sealed class HealthReader(AwsAccount account, TimeProvider time)
{
    private readonly FlowReader _flows = new(account, time);
    private readonly LatencyReader _latencies = new(account, time);
    private readonly AlarmHistoryReader _alarms = new(account, time);

    /// <summary>Throughput and errors, in a number of requests that hardly grows with the consumers.</summary>
    public async Task<HealthSeries> ReadAsync(TimeSpan ago, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var consumers = (await new ConsumerReader(account).ReadAsync(cancellationToken)).All;
        var published = await _flows.HistoryAsync(now - ago, now, cancellationToken);
        // The part that has begun counts too.
        var until = published.From + (published.Counts.Count * TimeSpan.FromSeconds(published.Seconds));
        var batch = new MetricBatch(account, published.From, until, published.Seconds);
        var counts = consumers.Select(consumer => (consumer.Title, Counts: ConsumerCounts.Add(consumer, batch))).ToList();
        await batch.ReadAsync(cancellationToken);
        return new HealthSeries(
            published.From, published.Seconds, published.Counts, published.KnowsPublished,
            [.. counts.Select(one => new ConsumerSeries(one.Title, InParts(one.Counts.Handled), InParts(one.Counts.Failed)))]);

        long[] InParts(string id)
        {
            var parts = new long[published.Counts.Count];
            foreach (var (at, value) in batch.Of(id))
            {
                var part = (int)((at - published.From).TotalSeconds / published.Seconds);
                if (part >= 0 && part < parts.Length)
                {
                    parts[part] += (long)value;
                }
            }

            return parts;
        }
    }

    /// <summary>How long events took one consumer.</summary>
    public Task<ConsumerLatency> LatencyAsync(string consumer, TimeSpan ago, CancellationToken cancellationToken) =>
        _latencies.ReadAsync(consumer, ago, cancellationToken);

    /// <summary>Every alarm, and what they did in a time.</summary>
    public Task<AlarmBook> AlarmsAsync(TimeSpan ago, CancellationToken cancellationToken) => _alarms.ReadAsync(ago, cancellationToken);
}
