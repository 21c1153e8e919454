using System.Collections.Frozen;
using Waybill.Local.Account;
using Waybill.Local.Account.Composite;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Endpoints.Protocol.Services;
using Waybill.Local.Metrics;

namespace Waybill.Local.Endpoints.CloudWatch;

/// <summary>CloudWatch's metrics and alarms.</summary>
internal sealed class CloudWatchApi : AwsApi
{
    /// <param name="account">Has the alarms' definitions.</param>
    /// <param name="metrics">Every metric.</param>
    /// <param name="alarms">The states of the alarms of an account and region.</param>
    /// <param name="time">The clock.</param>
    public CloudWatchApi(LiveAccount account, MetricStore metrics, Func<Scope, Alarms> alarms, TimeProvider time)
    {
        var putting = new AlarmPutting(account);
        var reading = new AlarmReading(alarms);
        var changing = new AlarmChanging(account, alarms);
        Operations = new Dictionary<string, AwsOperation>(StringComparer.Ordinal)
        {
            ["PutMetricData"] = new MetricPutting(metrics, time).PutMetricDataAsync,
            ["GetMetricStatistics"] = new MetricStatistics(metrics).GetMetricStatisticsAsync,
            ["GetMetricData"] = new MetricData(metrics).GetMetricDataAsync,
            ["ListMetrics"] = new MetricListing(metrics, time).ListMetricsAsync,
            ["PutMetricAlarm"] = putting.PutMetricAlarmAsync,
            ["PutCompositeAlarm"] = putting.PutCompositeAlarmAsync,
            ["DescribeAlarms"] = reading.DescribeAlarmsAsync,
            ["DescribeAlarmsForMetric"] = reading.DescribeAlarmsForMetricAsync,
            ["DescribeAlarmHistory"] = new AlarmHistoryReading(alarms).DescribeAlarmHistoryAsync,
            ["SetAlarmState"] = changing.SetAlarmStateAsync,
            ["EnableAlarmActions"] = changing.EnableAlarmActionsAsync,
            ["DisableAlarmActions"] = changing.DisableAlarmActionsAsync,
            ["DeleteAlarms"] = changing.DeleteAlarmsAsync,
        }.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public override string Name => "CloudWatch";

    public override int MostBytes(string operation) => operation is "PutMetricData" ? RequestBodies.OfOneMegabyte : RequestBodies.Usual;
    public override string TargetPrefix => "GraniteServiceVersion20100801";
    public override string SigningName => "monitoring";
    public override QueryService Query => CloudWatchShapes.Query;
    public override ShapeTable Shapes => CloudWatchShapes.Table;
    public override string ContentType => "application/x-amz-json-1.0";
    public override string ErrorNamespace => "com.amazonaws.cloudwatch.v2010_08_01#";
    public override FrozenDictionary<string, AwsOperation> Operations { get; }

    public override AwsException? Translate(Exception error) =>
        error is AlarmRuleException ? CloudWatchError.Validation(error.Message) : null;
}
