using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Metrics;

namespace Waybill.Local.Endpoints.CloudWatch;

/// <summary>PutMetricData: a value, values with counts, or a statistic set for each metric.</summary>
/// <remarks>Source: CloudWatch API reference, PutMetricData and MetricDatum. Nothing is put when one part is invalid.
/// <c>EntityMetricData</c>'s metrics are put without their entity; <c>StorageResolution</c> is taken, and the minute kept.</remarks>
internal sealed class MetricPutting(MetricStore metrics, TimeProvider time)
{
    private const int MostMetrics = 1000;
    private const int MostValues = 150;
    private static readonly string[] Forms = ["Value", "Values", "StatisticValues"];
    private static readonly TimeSpan Behind = TimeSpan.FromDays(14);

    /// <summary>2 to the power of 360.</summary>
    private static readonly double Largest = Math.Pow(2, 360);

    public Task PutMetricDataAsync(AwsCall call, Utf8JsonWriter json)
    {
        call.Caller.Require("cloudwatch:PutMetricData", "*", []);
        var input = Input.OfMetrics(call);
        var @namespace = input.Namespace();
        var items = input.Items("MetricData")
            .Concat(input.Items("EntityMetricData").SelectMany(entity => entity.Items("MetricData"))).ToList();
        if (items.Count == 0)
        {
            throw CloudWatchError.Missing("MetricData");
        }

        if (items.Count > MostMetrics)
        {
            throw CloudWatchError.Invalid($"The collection MetricData must not have a size greater than {MostMetrics}.");
        }

        foreach (var sample in items.Select(item => Read(call.Scope, @namespace, item)).ToList())
        {
            metrics.Put(sample);
        }

        return Task.CompletedTask;
    }

    private MetricSample Read(Scope scope, string @namespace, Input item)
    {
        var id = new MetricId(scope, @namespace, item.Required("MetricName", 255), item.Dimensions());
        if (item.Whole("StorageResolution") is not (null or 1 or 60) and var resolution)
        {
            throw CloudWatchError.Invalid($"{resolution}", item.At("StorageResolution"), "be 1 or 60");
        }

        return new MetricSample(id, item.Unit() ?? Units.None, Timestamp(item), Values(item));
    }

    private DateTimeOffset Timestamp(Input item)
    {
        var now = time.GetUtcNow();
        var timestamp = item.Time("Timestamp") ?? now;
        return timestamp > now + MetricStore.Ahead
                ? throw CloudWatchError.Invalid(
                    $"The parameter {item.At("Timestamp")} must specify a time no more than two hours in the future.")
            : timestamp < now - Behind
                ? throw CloudWatchError.Invalid($"The parameter {item.At("Timestamp")} must specify a time within the last two weeks.")
            : timestamp;
    }

    private static Distribution Values(Input item)
    {
        string[] given = [.. Forms.Where(item.Has)];
        if (given.Length > 1)
        {
            throw CloudWatchError.Combination(
                $"The parameters {item.At(given[0])} and {item.At(given[1])} are mutually exclusive and you have specified both.");
        }

        return given.Length == 0 ? throw CloudWatchError.Missing(item.At("Value"))
            : given[0] == "Value" ? Distribution.Of(InRange(item.Number("Value")!.Value, item.At("Value")))
            : given[0] == "Values" ? Counted(item)
            : Statistics(item.Member("StatisticValues")!);
    }

    private static Distribution Counted(Input item)
    {
        var values = item.Numbers("Values");
        var counts = item.Has("Counts") ? item.Numbers("Counts") : [.. values.Select(_ => 1.0)];
        if (values.Count is 0 or > MostValues)
        {
            throw CloudWatchError.Invalid($"The collection {item.At("Values")} must have 1 to {MostValues} values, not {values.Count}.");
        }

        if (counts.Count != values.Count)
        {
            throw CloudWatchError.Invalid($"The parameters {item.At("Values")} and {item.At("Counts")} must be of the same size.");
        }

        var distribution = new Distribution();
        for (var i = 0; i < values.Count; i++)
        {
            distribution.Add(
                InRange(values[i], $"{item.At("Values")}.member.{i + 1}"), Positive(counts[i], $"{item.At("Counts")}.member.{i + 1}"));
        }

        return distribution;
    }

    private static Distribution Statistics(Input set)
    {
        double Read(string name) => InRange(set.Number(name) ?? throw CloudWatchError.Missing(set.At(name)), set.At(name));
        var (count, sum, minimum, maximum) = (Read("SampleCount"), Read("Sum"), Read("Minimum"), Read("Maximum"));
        return minimum > maximum
            ? throw CloudWatchError.Invalid($"{minimum}", set.At("Minimum"), "not be greater than Maximum")
            : Distribution.OfStatistics(Positive(count, set.At("SampleCount")), sum, minimum, maximum);
    }

    private static double InRange(double value, string path) => double.IsFinite(value) && Math.Abs(value) <= Largest
        ? value
        : throw CloudWatchError.Invalid($"{value}", path, "be a number from -2^360 to 2^360");

    private static double Positive(double value, string path) => InRange(value, path) > 0
        ? value
        : throw CloudWatchError.Invalid($"{value}", path, "be greater than 0");
}
