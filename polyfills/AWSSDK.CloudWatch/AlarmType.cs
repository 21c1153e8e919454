using Amazon.Runtime;

namespace Amazon.CloudWatch;

/// <summary>What an alarm looks at; one that is not known here is kept as it came.</summary>
public class AlarmType(string value) : ConstantClass(value)
{
    public static readonly AlarmType CompositeAlarm = new("CompositeAlarm");
    public static readonly AlarmType MetricAlarm = new("MetricAlarm");

    public static AlarmType FindValue(string value) => FindValue<AlarmType>(value);

    public static implicit operator AlarmType(string value) => FindValue(value);
}
