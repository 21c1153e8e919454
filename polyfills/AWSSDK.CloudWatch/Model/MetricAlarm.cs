namespace Amazon.CloudWatch.Model;

/// <remarks>Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html</remarks>
public class MetricAlarm
{
    public bool? ActionsEnabled { get; set; }

    public string? AlarmArn { get; set; }

    public string? AlarmDescription { get; set; }

    public string? AlarmName { get; set; }

    public List<Dimension>? Dimensions { get; set; }

    public string? MetricName { get; set; }

    public string? Namespace { get; set; }

    public string? StateReason { get; set; }

    public DateTime? StateUpdatedTimestamp { get; set; }

    public StateValue? StateValue { get; set; }

    public double? Threshold { get; set; }
}
