namespace Amazon.CloudWatch.Model;

/// <remarks>Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_CompositeAlarm.html</remarks>
public class CompositeAlarm
{
    public bool? ActionsEnabled { get; set; }

    public string? AlarmArn { get; set; }

    public string? AlarmDescription { get; set; }

    public string? AlarmName { get; set; }

    public string? AlarmRule { get; set; }

    public string? StateReason { get; set; }

    public DateTime? StateUpdatedTimestamp { get; set; }

    public StateValue? StateValue { get; set; }
}
