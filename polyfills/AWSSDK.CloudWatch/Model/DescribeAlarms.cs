using Amazon.Runtime;

namespace Amazon.CloudWatch.Model;

/// <remarks>Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html</remarks>
public class DescribeAlarmsRequest : AmazonCloudWatchRequest
{
    /// <summary>Either this or AlarmNames.</summary>
    public string? AlarmNamePrefix { get; set; }

    public List<string>? AlarmNames { get; set; }

    /// <summary>Of <see cref="AlarmType"/>; metric alarms only, when null.</summary>
    public List<string>? AlarmTypes { get; set; }

    /// <summary>Alarms a page, 1–100.</summary>
    public int? MaxRecords { get; set; }

    /// <summary>Of the page before.</summary>
    public string? NextToken { get; set; }

    public StateValue? StateValue { get; set; }
}

public class DescribeAlarmsResponse : AmazonWebServiceResponse
{
    public List<CompositeAlarm>? CompositeAlarms { get; set; }

    public List<MetricAlarm>? MetricAlarms { get; set; }

    /// <summary>Null on the last page.</summary>
    public string? NextToken { get; set; }
}
