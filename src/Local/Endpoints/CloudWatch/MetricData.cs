using System.Text.Json;
using System.Text.RegularExpressions;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Metrics;
using Waybill.Local.Metrics.Expressions;

namespace Waybill.Local.Endpoints.CloudWatch;

/// <summary>GetMetricData: many metrics and expressions over them, page by page.</summary>
/// <remarks>Source: CloudWatch API reference, GetMetricData. Periods are aligned to their multiples since 1970. <c>LabelOptions</c> changes
/// nothing: labels with times in them are given back as they are. Of metric math, laptop mode has what <see cref="MetricMath"/>
/// says.</remarks>
internal sealed partial class MetricData(MetricStore metrics)
{
    public static readonly Refusal OtherFunction = new(
        "CloudWatch", "GetMetricData", "functions of metric math other than FILL",
        name => Wrong("…", MetricMathException.OfFunction(name)));

    public static readonly Refusal OtherFilling = new(
        "CloudWatch", "GetMetricData", "FILL with LINEAR",
        word => Wrong("…", MetricMathException.OfFilling(word)));

    private static readonly Refusal OtherStatistic = new(
        "CloudWatch", "GetMetricData", "trimmed means, winsorized means and other statistics",
        value => CloudWatchError.Validation(
            $"The value {value} is not supported. Laptop mode has {string.Join(", ", Statistic.Simple)} and percentiles from p0 to p100."));

    private const int MostQueries = 500;
    private const int MostPoints = 100_800;

    public Task GetMetricDataAsync(AwsCall call, Utf8JsonWriter json)
    {
        call.Caller.Require("cloudwatch:GetMetricData", "*", []);
        var input = Input.OfAlarms(call);
        var (from, until) = (input.RequiredTime("StartTime"), input.RequiredTime("EndTime"));
        if (from >= until)
        {
            throw CloudWatchError.Validation("The parameter EndTime must be greater than the parameter StartTime.");
        }

        var most = input.Whole("MaxDatapoints", 1, MostPoints) ?? MostPoints;
        var ascending = input.OneOf("ScanBy", ["TimestampDescending", "TimestampAscending"]) == "TimestampAscending";
        var queries = Queries(input, call.Scope);
        var reading = new MetricDataReading(metrics, queries, from, until);
        var results = queries.Where(query => query.IsReturned).Select(query => (query, Points: reading.Of(query, ascending))).ToList();
        Write(json, results, Offset(call, results.Sum(result => result.Points.Count)), most);
        return Task.CompletedTask;
    }

    private static int Offset(AwsCall call, int all) => call.Body.Text("NextToken") is not { } token ? 0
        : int.TryParse(token, out var offset) && offset > 0 && offset < all ? offset
        : throw CloudWatchError.NextToken();

    private static void Write(
        Utf8JsonWriter json, List<(MetricDataQuery Query, IReadOnlyList<(DateTimeOffset Time, double Value)> Points)> results, int offset,
        int most)
    {
        var (skipped, left) = (offset, most);
        json.WriteStartArray("MetricDataResults"u8);
        foreach (var (query, points) in results)
        {
            var skip = Math.Min(skipped, points.Count);
            var page = points.Skip(skip).Take(left).ToList();
            skipped -= skip;
            left -= page.Count;
            // A result that an earlier page has shown to its end is not shown again.
            if (page.Count > 0 || (offset == 0 && points.Count == 0))
            {
                Write(json, query, page, isComplete: skip + page.Count == points.Count);
            }
        }

        json.WriteEndArray();
        if (offset + most < results.Sum(result => result.Points.Count))
        {
            json.WriteString("NextToken"u8, $"{offset + most}");
        }
    }

    private static void Write(Utf8JsonWriter json, MetricDataQuery query, List<(DateTimeOffset Time, double Value)> points, bool isComplete)
    {
        json.WriteStartObject();
        json.WriteString("Id"u8, query.Id);
        json.WriteString("Label"u8, query.Label);
        json.WriteStartArray("Timestamps"u8);
        points.ForEach(point => json.WriteNumberValue(point.Time.ToUnixTimeSeconds()));
        json.WriteEndArray();
        json.WriteStartArray("Values"u8);
        points.ForEach(point => json.WriteNumberValue(point.Value));
        json.WriteEndArray();
        json.WriteString("StatusCode"u8, isComplete ? "Complete"u8 : "PartialData"u8);
        json.WriteEndObject();
    }

    private static List<MetricDataQuery> Queries(Input input, Scope scope)
    {
        var items = input.Items("MetricDataQueries");
        if (items.Count is 0 or > MostQueries)
        {
            throw CloudWatchError.Validation($"The collection MetricDataQueries must have 1 to {MostQueries} queries, not {items.Count}.");
        }

        var queries = items.Select(item => Query(item, scope)).ToList();
        return queries.GroupBy(query => query.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice
            ? throw CloudWatchError.Validation($"The values for parameter id in MetricDataQueries are not unique: {twice.Key}.")
            : queries.TrueForAll(query => !query.IsReturned)
                ? throw CloudWatchError.Validation("At least one of MetricDataQueries must return data.")
            : queries;
    }

    private static MetricDataQuery Query(Input item, Scope scope)
    {
        var id = item.Required("Id", 255);
        if (!QueryId().IsMatch(id))
        {
            throw CloudWatchError.Validation(
                $"The value {id} for parameter {item.At("Id")} is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.");
        }

        var stat = item.Member("MetricStat");
        var text = item.Text("Expression", 2048);
        if (stat is null == text is null)
        {
            throw CloudWatchError.Validation(
                $"{item.At("Id")} {id} must have either a MetricStat or an Expression, {(stat is null ? "and has none" : "not both")}.");
        }

        var isReturned = item.Flag("ReturnData") ?? true;
        var label = item.Text("Label", 10_000, shortest: 0);
        return stat is null
            ? new MetricDataQuery(id, label ?? id, isReturned, null, Parsed(text!, item.At("Expression")))
            : Query(id, label, isReturned, stat, scope);
    }

    private static MetricDataQuery Query(string id, string? label, bool isReturned, Input stat, Scope scope)
    {
        var metric = stat.Member("Metric") ?? throw CloudWatchError.Missing(stat.At("Metric"));
        var name = stat.Required("Stat", 255);
        var statistic = Statistic.Named(name) ?? throw OtherStatistic.Error($"{name} for parameter {stat.At("Stat")}");
        var metricId = new MetricId(scope, metric.Namespace(), metric.Required("MetricName", 255), metric.Dimensions());
        return new MetricDataQuery(
            id, label ?? metricId.Name, isReturned, new MetricDataStat(metricId, statistic, stat.Period(), stat.Unit()), null);
    }

    private static MetricMath Parsed(string text, string path)
    {
        try
        {
            return MetricMath.Parse(text);
        }
        catch (MetricMathException error)
        {
            throw Wrong(path, error);
        }
    }

    private static AwsException Wrong(string path, MetricMathException error) =>
        CloudWatchError.Validation($"Error in expression {path}: {error.Message}");

    [GeneratedRegex(@"^[a-z][a-zA-Z0-9_]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QueryId();
}
