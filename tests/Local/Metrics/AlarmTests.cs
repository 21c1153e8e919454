using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Metrics;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Metrics;

public sealed class AlarmTests
{
    private static readonly Dictionary<string, string> Dimensions = new(StringComparer.Ordinal) { ["QueueName"] = "orders-dlq" };

    private static readonly Alarm Watched = new(
        "dead-letters", "arn", "AWS/SQS", "Visible", Dimensions, "Maximum", TimeSpan
            .FromMinutes(1), EvaluationPeriods: 1, DatapointsToAlarm: 1,
        Threshold: 0, "GreaterThanThreshold", "notBreaching", []);

    private readonly ManualTime _time = new();
    private readonly List<AlarmChange> _changes = [];

    public static TheoryData<string, int, int, string, string, string> Cases()
    {
        var data = new TheoryData<string, int, int, string, string, string>();
        foreach (
            var group in JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Metrics", "alarm-cases.json")))!.AsArray())
        {
            foreach (var example in group!["cases"]!.AsArray())
            {
                foreach (var treatment in new[] { "missing", "ignore", "breaching", "notBreaching" })
                {
                    data.Add(
                        (string)group["source"]!, (int)group["periods"]!, (int)group["datapoints"]!, (string)example!["points"]!, treatment,
                        (string)example[treatment]!);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Treats_missing_data_as_CloudWatch_does(
        string source, int periods, int datapoints, string points, string treatment, string expected)
    {
        Assert.NotEmpty(source);
        var alarm = Watched with { EvaluationPeriods = periods, DatapointsToAlarm = datapoints, TreatMissingData = treatment };
        var values = points.Split(' ').Select(point => point switch { "X" => 1.0, "0" => 0.0, _ => (double?)null }).ToList();

        Assert.Equal(expected, AlarmRules.Decide(alarm, values, current: "kept"));
    }

    [Theory]
    [InlineData("GreaterThanThreshold", 5, false)]
    [InlineData("GreaterThanThreshold", 5.1, true)]
    [InlineData("GreaterThanOrEqualToThreshold", 5, true)]
    [InlineData("LessThanThreshold", 5, false)]
    [InlineData("LessThanThreshold", 4.9, true)]
    [InlineData("LessThanOrEqualToThreshold", 5, true)]
    public void Compares_with_the_threshold(string comparison, double value, bool alarms) => Assert.Equal(
        alarms ? "ALARM" : "OK",
        AlarmRules.Decide(Watched with { ComparisonOperator = comparison, Threshold = 5 }, [null, null, value], current: "OK"));

    [Theory]
    [InlineData("Sum", 6)]
    [InlineData("Average", 2)]
    [InlineData("Minimum", 1)]
    [InlineData("Maximum", 3)]
    [InlineData("SampleCount", 3)]
    public async Task Takes_the_statistic_of_all_data_points_in_a_period(string statistic, double value)
    {
        var metrics = new MetricStore(_time);
        var alarm = Watched with
        {
            Statistic = statistic,
            Period = TimeSpan
            .FromMinutes(5),
            Threshold = value,
            ComparisonOperator = "GreaterThanOrEqualToThreshold"
        };
        await using var above = Evaluator(metrics, alarm, alarm with { Name = "more", Threshold = value + 0.01 });
        foreach (var point in new[] { 1, 2, 3 })
        {
            Put(metrics, point);
            _time.Advance(TimeSpan.FromSeconds(70));
        }

        Assert.Equal([("dead-letters", "ALARM"), ("more", "OK")], above.Alarms.Select(status => (status.Name, status.State)));
    }

    [Fact]
    public async Task Reports_changes_of_state_and_nothing_else()
    {
        var depth = 0;
        var metrics = new MetricStore(_time);
        await using var evaluator = new AlarmEvaluator(
            [Watched], metrics, time => metrics.Put(new Metric("AWS/SQS", "Visible", Dimensions, depth, time)), _changes.Add, _time);

        _time.Advance(TimeSpan.FromMinutes(2));
        depth = 3;
        _time.Advance(TimeSpan.FromMinutes(3));
        depth = 0;
        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(
            [("INSUFFICIENT_DATA", "OK"), ("OK", "ALARM"), ("ALARM", "OK")],
            _changes.Select(change => (change.From, change.To)));
        Assert.Equal(
            "Maximum of Visible (QueueName orders-dlq) in periods of 1 min was 0 0 3; the alarm wants 1 of 1 GreaterThanThreshold 0.",
            _changes[1].Reason);
    }

    [Fact]
    public void Names_every_alarm_that_it_cannot_evaluate()
    {
        var percentile = Watched with { Name = "slow", Statistic = "p99" };
        var band = Watched with { Name = "odd", ComparisonOperator = "GreaterThanUpperThreshold" };
        var seconds = Watched with { Name = "quick", Period = TimeSpan.FromSeconds(10) };

        var error = Assert.Throws<UnsupportedAlarmException>(() => Evaluator(new MetricStore(_time), Watched, percentile, band, seconds));

        Assert.Contains("alarm slow: the statistic 'p99'", error.Message, StringComparison.Ordinal);
        Assert.Contains("alarm odd: the comparison 'GreaterThanUpperThreshold'", error.Message, StringComparison.Ordinal);
        Assert.Contains("alarm quick: a period of 10 seconds", error.Message, StringComparison.Ordinal);
    }

    private AlarmEvaluator Evaluator(MetricStore metrics, params Alarm[] alarms) => new(alarms, metrics, _ => { }, _changes.Add, _time);

    private void Put(MetricStore metrics, double value) =>
        metrics.Put(new Metric("AWS/SQS", "Visible", Dimensions, value, _time.GetUtcNow()));
}
