using Amazon.Runtime;

namespace Amazon.CloudWatch.Model;

/// <remarks>Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html</remarks>
public class DescribeAlarmHistoryRequest : AmazonCloudWatchRequest
{
    /// <summary>Of this one; of all, when null.</summary>
    public string? AlarmName { get; set; }

    /// <summary>Of <see cref="AlarmType"/>; metric alarms only, when null.</summary>
    public List<string>? AlarmTypes { get; set; }

    public DateTime? EndDate { get; set; }

    /// <summary>Everything, when null.</summary>
    public HistoryItemType? HistoryItemType { get; set; }

    /// <summary>Items a page, 1–100.</summary>
    public int? MaxRecords { get; set; }

    /// <summary>Of the page before.</summary>
    public string? NextToken { get; set; }

    /// <summary>Newest first, when null.</summary>
    public ScanBy? ScanBy { get; set; }

    public DateTime? StartDate { get; set; }
}

public class DescribeAlarmHistoryResponse : AmazonWebServiceResponse
{
    public List<AlarmHistoryItem>? AlarmHistoryItems { get; set; }

    /// <summary>Null on the last page.</summary>
    public string? NextToken { get; set; }
}

/// <remarks>Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_AlarmHistoryItem.html</remarks>
public class AlarmHistoryItem
{
    public string? AlarmName { get; set; }

    public AlarmType? AlarmType { get; set; }

    /// <summary>JSON.</summary>
    public string? HistoryData { get; set; }

    public HistoryItemType? HistoryItemType { get; set; }

    public string? HistorySummary { get; set; }

    public DateTime? Timestamp { get; set; }
}
