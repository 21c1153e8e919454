using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Metrics;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Metrics;

public sealed class AlarmTests
{
    private static readonly MetricAlarm Watched = TestAlarms.Watched;

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
            Period = TimeSpan.FromMinutes(5),
            Threshold = value,
            ComparisonOperator = "GreaterThanOrEqualToThreshold",
        };
        var alarms = TestAlarms.Of(_time, _changes.Add, alarm, alarm with { Name = "more", Threshold = value + 0.01 });
        await using var evaluator = new AlarmEvaluator(() => [alarms], metrics, _ => { }, _time);
        foreach (var point in new[] { 1, 2, 3 })
        {
            Put(metrics, point);
            _time.Advance(TimeSpan.FromSeconds(70));
        }

        Assert.Equal([("dead-letters", "ALARM"), ("more", "OK")], alarms.All.Select(alarm => (alarm.Definition.Name, alarm.Status.State)));
    }

    [Fact]
    public async Task Reports_changes_of_state_and_nothing_else()
    {
        var depth = 0;
        var metrics = new MetricStore(_time);
        var alarms = TestAlarms.Of(_time, _changes.Add, Watched);
        await using var evaluator = new AlarmEvaluator(
            () => [alarms], metrics,
            time => metrics.Put(new Metric(TestApi.Home, "AWS/SQS", "Visible", Watched.Dimensions, depth, time)), _time);

        _time.Advance(TimeSpan.FromMinutes(2));
        depth = 3;
        _time.Advance(TimeSpan.FromMinutes(3));
        depth = 0;
        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(
            [("INSUFFICIENT_DATA", "OK"), ("OK", "ALARM"), ("ALARM", "OK")],
            _changes.Select(change => (change.From, change.To)));
        Assert.Equal(
            "Threshold Crossed: 1 out of the last 1 datapoints [3.0 (01/05/30 12:02:00)] was greater than the threshold (0.0) "
                + "(minimum 1 datapoint for OK -> ALARM transition).",
            _changes[1].Reason);
    }

    [Fact]
    public void Names_every_alarm_that_it_cannot_evaluate()
    {
        var fine = Watched with { Name = "fine" };
        var trimmed = fine with { Name = "slow", Statistic = "tm99" };
        var band = fine with { Name = "odd", ComparisonOperator = "GreaterThanUpperThreshold" };
        var seconds = fine with { Name = "quick", Period = TimeSpan.FromSeconds(10) };

        var error = Assert.Throws<UnsupportedAlarmException>(() => TemplateAlarms.Check([fine, trimmed, band, seconds]));

        Assert.Contains("alarm slow: the statistic 'tm99'", error.Message, StringComparison.Ordinal);
        Assert.Contains("alarm odd: the comparison 'GreaterThanUpperThreshold'", error.Message, StringComparison.Ordinal);
        Assert.Contains("alarm quick: a period of 10 seconds", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("fine", error.Message, StringComparison.Ordinal);
    }

    private void Put(MetricStore metrics, double value) =>
        metrics.Put(new Metric(TestApi.Home, "AWS/SQS", "Visible", Watched.Dimensions, value, _time.GetUtcNow()));
}
