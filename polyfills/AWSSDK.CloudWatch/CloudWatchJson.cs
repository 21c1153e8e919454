using System.Text.Json.Serialization;
using Amazon.CloudWatch.Model;
using Amazon.Polyfills;

namespace Amazon.CloudWatch;

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    Converters =
    [
        typeof(EpochSecondsConverter), typeof(ConstantConverter<AlarmType>), typeof(ConstantConverter<HistoryItemType>),
        typeof(ConstantConverter<ScanBy>), typeof(ConstantConverter<StateValue>), typeof(ConstantConverter<StatusCode>),
    ])]
[JsonSerializable(typeof(DescribeAlarmHistoryRequest))]
[JsonSerializable(typeof(DescribeAlarmHistoryResponse))]
[JsonSerializable(typeof(DescribeAlarmsRequest))]
[JsonSerializable(typeof(DescribeAlarmsResponse))]
[JsonSerializable(typeof(GetMetricDataRequest))]
[JsonSerializable(typeof(GetMetricDataResponse))]
[JsonSerializable(typeof(ListMetricsRequest))]
[JsonSerializable(typeof(ListMetricsResponse))]
internal sealed partial class CloudWatchJson : JsonSerializerContext;
