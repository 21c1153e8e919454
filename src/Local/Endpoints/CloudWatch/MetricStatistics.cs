using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Metrics;

namespace Waybill.Local.Endpoints.CloudWatch;

/// <summary>GetMetricStatistics: one metric, in periods that start with the first minute asked for.</summary>
/// <remarks>Source: CloudWatch API reference, GetMetricStatistics. A percentile that is not known is left out of its data point; how near
/// it is, <see cref="Spread"/> says.</remarks>
internal sealed class MetricStatistics(MetricStore metrics)
{
    private const int MostPoints = 1440;

    private static readonly Refusal OtherStatistic = new(
        "CloudWatch", "GetMetricStatistics", "ExtendedStatistics other than percentiles",
        name => CloudWatchError.Invalid(name, "ExtendedStatistics", "be a percentile from p0 to p100; laptop mode has no others"));

    public Task GetMetricStatisticsAsync(AwsCall call, Utf8JsonWriter json)
    {
        call.Caller.Require("cloudwatch:GetMetricStatistics", "*", []);
        var input = Input.OfMetrics(call);
        var id = new MetricId(call.Scope, input.Namespace(), input.Required("MetricName", 255), input.Dimensions());
        var (start, until, period) = (input.RequiredTime("StartTime"), input.RequiredTime("EndTime"), input.Period());
        CheckRange(start, until, period);
        var statistics = Statistics(input);
        json.WriteString("Label"u8, id.Name);
        json.WriteStartArray("Datapoints"u8);
        foreach (var point in metrics.Points(id, input.Unit(), Minute(start), until, period))
        {
            json.WriteStartObject();
            json.WriteNumber("Timestamp"u8, point.Start.ToUnixTimeSeconds());
            Write(json, point, statistics);
            json.WriteString("Unit"u8, point.Unit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        return Task.CompletedTask;
    }

    private static void Write(Utf8JsonWriter json, MetricPoint point, List<Statistic> statistics)
    {
        foreach (var statistic in statistics.Where(statistic => statistic.Percent is null))
        {
            json.WriteNumber(statistic.Name, statistic.Of(point.Values)!.Value);
        }

        var percentiles = statistics.Where(statistic => statistic.Percent is not null)
            .Select(statistic => (statistic.Name, Value: statistic.Of(point.Values)))
            .Where(percentile => percentile.Value is not null).ToList();
        if (percentiles.Count > 0)
        {
            json.WriteStartObject("ExtendedStatistics"u8);
            percentiles.ForEach(percentile => json.WriteNumber(percentile.Name, percentile.Value!.Value));
            json.WriteEndObject();
        }
    }

    private static List<Statistic> Statistics(Input input)
    {
        var simple = input.Texts("Statistics", 5, 255);
        var extended = input.Texts("ExtendedStatistics", 10, 255);
        if (simple.Count == 0 == (extended.Count == 0))
        {
            throw CloudWatchError.Combination(
                simple.Count == 0
                    ? "At least one of the parameters Statistics and ExtendedStatistics must be specified."
                    : "The parameters Statistics and ExtendedStatistics are mutually exclusive and you have specified both.");
        }

        return
        [
            .. simple.Select(name => Statistic.Simple.Contains(name, StringComparer.Ordinal)
                ? Statistic.Named(name)!
                : throw CloudWatchError.Invalid(name, "Statistics", $"be one of {string.Join(", ", Statistic.Simple)}")),
            .. extended.Select(name => Statistic.Named(name) is { Percent: not null } percentile
                ? percentile
                : throw OtherStatistic.Error(name)),
        ];
    }

    private static void CheckRange(DateTimeOffset from, DateTimeOffset until, TimeSpan period)
    {
        if (from >= until)
        {
            throw CloudWatchError.Combination("The parameter StartTime must be less than the parameter EndTime.");
        }

        var points = Math.Ceiling((until - from) / period);
        if (points > MostPoints)
        {
            throw CloudWatchError.Combination(FormattableString.Invariant(
                $"You have requested up to {points:#,0} datapoints, which exceeds the limit of {MostPoints:#,0}. You may reduce ")
                + "the datapoints requested by increasing Period, or decreasing the time range.");
        }
    }

    private static DateTimeOffset Minute(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds() / 60 * 60);
}
