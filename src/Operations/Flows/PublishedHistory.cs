using System.Globalization;
using Amazon.CloudWatch.Model;
using Waybill.Operations.Accounts;
using Waybill.Operations.Logs;
using Waybill.Operations.Routes;

namespace Waybill.Operations.Flows;

/// <summary>How much was published when.</summary>
/// <param name="From">The first moment.</param>
/// <param name="Seconds">How long each part is.</param>
/// <param name="Counts">Events published in each part, one after the other.</param>
/// <param name="KnowsPublished">Whether the account logs what is published; else nobody counts it.</param>
public sealed record PublishedHistory(DateTimeOffset From, int Seconds, IReadOnlyList<long> Counts, bool KnowsPublished);

/// <summary>Reads how much was published when, from the metric of the rules that log it: one request, however much it was.</summary>
internal sealed class HistoryReader(AwsAccount account)
{
    private const int Parts = 96;
    private const int OneMinute = 60;

    public async Task<PublishedHistory> ReadAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var groups = await new PublishedReader(account).GroupsAsync(cancellationToken);
        var rules = await new RuleReader(account).ReadAsync(cancellationToken);
        var logging = rules.Where(rule => groups.TryGetValue(rule.Bus, out var group)
            && rule.Targets.Any(target => Arn.Resource(target) == $"log-group:{group}")).ToList();
        // Periods are whole minutes.
        var period = (int)Math.Ceiling((until - from).TotalSeconds / Parts / OneMinute) * OneMinute;
        var first = DateTimeOffset.FromUnixTimeSeconds(from.ToUnixTimeSeconds() / period * period);
        var counts = new long[(int)Math.Ceiling((until - first).TotalSeconds / period)];
        if (logging.Count > 0)
        {
            await AddAsync(counts, first, until, period, logging, cancellationToken);
        }

        return new PublishedHistory(first, period, counts, logging.Count > 0);
    }

    private async Task AddAsync(
        long[] counts, DateTimeOffset from, DateTimeOffset until, int period, List<ConsumerRule> rules,
        CancellationToken cancellationToken)
    {
        var results = await Pages.AllAsync(async token =>
        {
            var page = await account.CloudWatch.GetMetricDataAsync(
                new GetMetricDataRequest
                {
                    MetricDataQueries = [.. rules.Select((rule, i) => Query(i, rule, period))],
                    StartTime = from.UtcDateTime,
                    EndTime = until.UtcDateTime,
                    NextToken = token,
                },
                cancellationToken);
            return (page.MetricDataResults, page.NextToken);
        });
        foreach (var (at, value) in results.SelectMany(result => (result.Timestamps ?? []).Zip(result.Values ?? [])))
        {
            var part = (int)((new DateTimeOffset(at.ToUniversalTime()) - from).TotalSeconds / period);
            if (part >= 0 && part < counts.Length)
            {
                counts[part] += (long)value;
            }
        }
    }

    private static MetricDataQuery Query(int i, ConsumerRule rule, int period) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"m{i}"),
        ReturnData = true,
        MetricStat = new MetricStat
        {
            Metric = new Metric
            {
                Namespace = "AWS/Events",
                MetricName = "MatchedEvents",
                Dimensions =
                [
                    new Dimension { Name = "EventBusName", Value = rule.Bus },
                    new Dimension { Name = "RuleName", Value = rule.Name },
                ],
            },
            Period = period,
            Stat = "Sum",
        },
    };
}
