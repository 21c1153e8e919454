using System.Globalization;
using Amazon.CloudWatch.Model;
using Waybill.Operations.Accounts;

namespace Waybill.Operations.Status;

/// <summary>Asks CloudWatch for many metrics in few requests.</summary>
/// <param name="account">Where.</param>
/// <param name="from">The first moment.</param>
/// <param name="until">The moment after the last.</param>
/// <param name="period">Seconds that each value is of, whole minutes.</param>
internal sealed class MetricBatch(AwsAccount account, DateTimeOffset from, DateTimeOffset until, int period = MetricBatch.OneMinute)
{
    private const int OneMinute = 60;

    /// <summary>Most queries of one request (CloudWatch API reference, GetMetricData).</summary>
    private const int MostQueries = 500;

    private readonly List<MetricDataQuery> _queries = [];
    private readonly Dictionary<string, MetricDataResult> _results = new(StringComparer.Ordinal);

    /// <summary>Will ask for the values of each period.</summary>
    /// <returns>What to read them by.</returns>
    public string Add(string @namespace, string metric, string statistic, string dimension, string of)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"m{_queries.Count}");
        _queries.Add(new MetricDataQuery
        {
            Id = id,
            ReturnData = true,
            MetricStat = new MetricStat
            {
                Metric = new Metric
                {
                    Namespace = @namespace,
                    MetricName = metric,
                    Dimensions = [new Dimension { Name = dimension, Value = of }],
                },
                Period = period,
                Stat = statistic,
            },
        });
        return id;
    }

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var batches = await Task.WhenAll(_queries.Chunk(MostQueries).Select(queries => Pages.AllAsync(async token =>
        {
            var page = await account.CloudWatch.GetMetricDataAsync(
                new GetMetricDataRequest
                {
                    MetricDataQueries = [.. queries],
                    StartTime = from.UtcDateTime,
                    EndTime = until.UtcDateTime,
                    NextToken = token,
                },
                cancellationToken);
            return (page.MetricDataResults, page.NextToken);
        })));
        foreach (var result in batches.SelectMany(results => results))
        {
            if (!_results.TryAdd(result.Id!, result))
            {
                // A long series comes in parts, on several pages.
                (_results[result.Id!].Timestamps ??= []).AddRange(result.Timestamps ?? []);
                (_results[result.Id!].Values ??= []).AddRange(result.Values ?? []);
            }
        }
    }

    /// <summary>The values of a metric and when their periods began; of those without one there is nothing.</summary>
    public IEnumerable<(DateTimeOffset At, double Value)> Of(string id) =>
        _results.GetValueOrDefault(id) is { Timestamps: { } times, Values: { } values }
            ? times.Zip(values, (at, value) => (new DateTimeOffset(at.ToUniversalTime()), value))
            : [];

    /// <summary>The values of the periods that had not ended by a moment.</summary>
    public IEnumerable<double> Since(DateTimeOffset moment, string id) =>
        Of(id).Where(value => value.At.AddSeconds(period) > moment).Select(value => value.Value);

    public double Sum(string id) => Of(id).Sum(value => value.Value);

    /// <summary>The newest value; 0 when there is none: CloudWatch has nothing of a queue that nobody used for hours.</summary>
    public double Last(string id) => Of(id).OrderByDescending(value => value.At).Select(value => value.Value).FirstOrDefault();
}
