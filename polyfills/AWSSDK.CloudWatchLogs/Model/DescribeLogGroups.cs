using System.Text.Json.Serialization;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <remarks>Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html</remarks>
public class DescribeLogGroupsRequest : AmazonCloudWatchLogsRequest
{
    /// <summary>Groups a page, 1–50.</summary>
    public int? Limit { get; set; }

    public string? LogGroupNamePrefix { get; set; }

    /// <summary>Of the page before.</summary>
    public string? NextToken { get; set; }
}

public class DescribeLogGroupsResponse : AmazonWebServiceResponse
{
    public List<LogGroup>? LogGroups { get; set; }

    /// <summary>Null on the last page.</summary>
    public string? NextToken { get; set; }
}

/// <remarks>Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html</remarks>
public class LogGroup
{
    [JsonConverter(typeof(EpochMillisecondsConverter))]
    public DateTime? CreationTime { get; set; }

    public string? LogGroupName { get; set; }

    /// <summary>Null for ever.</summary>
    public int? RetentionInDays { get; set; }
}
