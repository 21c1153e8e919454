using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <remarks>Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html</remarks>
public class FilterLogEventsRequest : AmazonCloudWatchLogsRequest
{
    /// <summary>Milliseconds since 1970, inclusive.</summary>
    public long? EndTime { get; set; }

    /// <summary>Every event, when null.</summary>
    public string? FilterPattern { get; set; }

    /// <summary>Events a page, 1–10,000.</summary>
    public int? Limit { get; set; }

    public string? LogGroupName { get; set; }

    public string? LogStreamNamePrefix { get; set; }

    /// <summary>Of the page before.</summary>
    public string? NextToken { get; set; }

    /// <summary>Milliseconds since 1970, inclusive.</summary>
    public long? StartTime { get; set; }
}

public class FilterLogEventsResponse : AmazonWebServiceResponse
{
    /// <summary>May be empty on a page that is not the last.</summary>
    public List<FilteredLogEvent>? Events { get; set; }

    /// <summary>Null on the last page.</summary>
    public string? NextToken { get; set; }
}

/// <remarks>Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilteredLogEvent.html</remarks>
public class FilteredLogEvent
{
    public string? EventId { get; set; }

    /// <summary>Milliseconds since 1970.</summary>
    public long? IngestionTime { get; set; }

    public string? LogStreamName { get; set; }

    public string? Message { get; set; }

    /// <summary>Milliseconds since 1970.</summary>
    public long? Timestamp { get; set; }
}
