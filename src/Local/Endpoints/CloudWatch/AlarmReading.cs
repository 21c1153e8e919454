using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Metrics;

namespace Waybill.Local.Endpoints.CloudWatch;

/// <summary>DescribeAlarms and DescribeAlarmsForMetric.</summary>
/// <remarks>Source: CloudWatch API reference, the operations of these names.</remarks>
internal sealed class AlarmReading(Func<Scope, Alarms> alarms)
{
    private const int MostListed = 100;
    private const int UsuallyListed = 50;

    public static readonly IReadOnlyList<string> Types = [CompositeAlarm.TypeName, MetricAlarm.TypeName];

    public Task DescribeAlarmsAsync(AwsCall call, Utf8JsonWriter json)
    {
        var input = Input.OfAlarms(call);
        var limit = input.Whole("MaxRecords", 1, MostListed) ?? UsuallyListed;
        var page = input.Page([.. Wanted(call, input)], limit);
        var kinds = page.Items.ToLookup(alarm => alarm.Definition.Type);
        json.WriteStartArray("MetricAlarms"u8);
        AlarmWriting.Write(json, kinds[MetricAlarm.TypeName]);
        json.WriteEndArray();
        (page with { Items = [.. kinds[CompositeAlarm.TypeName]] }).Write(
            json, "CompositeAlarms", alarm => AlarmWriting.Write(json, [alarm]));
        return Task.CompletedTask;
    }

    public Task DescribeAlarmsForMetricAsync(AwsCall call, Utf8JsonWriter json)
    {
        call.Caller.Require("cloudwatch:DescribeAlarmsForMetric", "*", []);
        var input = Input.OfAlarms(call);
        var metric = new MetricId(call.Scope, input.Namespace(), input.Required("MetricName", 255), input.Dimensions());
        var statistic = input.OneOf("Statistic", Statistic.Simple) ?? input.Text("ExtendedStatistic", 255);
        var period = input.Whole("Period");
        var unit = input.Unit();
        json.WriteStartArray("MetricAlarms"u8);
        AlarmWriting.Write(json, alarms(call.Scope).All.Where(record => record.Definition is MetricAlarm alarm
            && new MetricId(call.Scope, alarm.Namespace, alarm.MetricName, alarm.Dimensions).Key == metric.Key
            && (statistic is null || alarm.Statistic == statistic)
            && (period is null || (int)alarm.Period.TotalSeconds == period)
            && (unit is null || alarm.Unit == unit)));
        json.WriteEndArray();
        return Task.CompletedTask;
    }

    private IEnumerable<AlarmRecord> Wanted(AwsCall call, Input input)
    {
        var named = input.Texts("AlarmNames", AlarmNames.MostNamed, AlarmNames.Longest);
        var prefix = input.Text("AlarmNamePrefix", AlarmNames.Longest);
        var action = input.Text("ActionPrefix", 1024);
        var state = input.OneOf("StateValue", AlarmState.All);
        var types = input.Texts("AlarmTypes", 2, 255);
        if (types.FirstOrDefault(type => !Types.Contains(type, StringComparer.Ordinal)) is { } unknown)
        {
            throw CloudWatchError.Constraint(unknown, "AlarmTypes", $"satisfy enum value set: [{string.Join(", ", Types)}]");
        }

        if (named.Count > 0 && prefix is not null)
        {
            throw CloudWatchError.Validation("AlarmNames and AlarmNamePrefix are mutually exclusive and you have specified both.");
        }

        AlarmNames.Require(call, "cloudwatch:DescribeAlarms", named.Count > 0 ? named : ["*"]);
        var relatives = Relatives(call, input);
        // Without a type, only metric alarms are meant; whoever asks for an alarm's relatives wants both.
        return alarms(call.Scope).All.Where(alarm =>
            (types.Count == 0 ? alarm.Definition is MetricAlarm || relatives is not null : types.Contains(alarm.Definition.Type))
            && (relatives is null || relatives.Contains(alarm.Definition.Name))
            && (named.Count == 0 || named.Contains(alarm.Definition.Name))
            && (prefix is null || alarm.Definition.Name.StartsWith(prefix, StringComparison.Ordinal))
            && (state is null || alarm.Status.State == state)
            && (action is null || AlarmState.All.SelectMany(alarm.Definition.ActionsOf).Any(
                arn => arn.StartsWith(action, StringComparison.Ordinal))));
    }

    /// <summary>The children, or parents, of the alarm asked for; null when none is.</summary>
    private HashSet<string>? Relatives(AwsCall call, Input input)
    {
        var parent = input.Text("ChildrenOfAlarmName", AlarmNames.Longest);
        var child = input.Text("ParentsOfAlarmName", AlarmNames.Longest);
        if ((parent ?? child) is null)
        {
            return null;
        }

        string[] allowed = ["ChildrenOfAlarmName", "ParentsOfAlarmName", "MaxRecords", "NextToken"];
        return (parent is not null && child is not null)
            || input.Json.EnumerateObject().Any(member => !allowed.Contains(member.Name, StringComparer.Ordinal))
                ? throw CloudWatchError.Validation(
                    "With ChildrenOfAlarmName or ParentsOfAlarmName, only MaxRecords and NextToken can be specified.")
                : (parent is not null ? alarms(call.Scope).ChildrenOf(parent) : alarms(call.Scope).ParentsOf(child!))
                    .ToHashSet(StringComparer.Ordinal);
    }
}
