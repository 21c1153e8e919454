using Amazon.Runtime;

namespace Amazon.CloudWatch.Model;

/// <remarks>Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html</remarks>
public class GetMetricDataRequest : AmazonCloudWatchRequest
{
    /// <summary>Exclusive.</summary>
    public DateTime? EndTime { get; set; }

    /// <summary>Values a page, over all queries.</summary>
    public int? MaxDatapoints { get; set; }

    /// <summary>At most 500.</summary>
    public List<MetricDataQuery> MetricDataQueries { get; set; } = null!;

    /// <summary>Of the page before.</summary>
    public string? NextToken { get; set; }

    /// <summary>The newest first, when null.</summary>
    public ScanBy? ScanBy { get; set; }

    /// <summary>Inclusive.</summary>
    public DateTime? StartTime { get; set; }
}

public class GetMetricDataResponse : AmazonWebServiceResponse
{
    /// <summary>About the request as a whole.</summary>
    public List<MessageData>? Messages { get; set; }

    public List<MetricDataResult>? MetricDataResults { get; set; }

    /// <summary>Null on the last page.</summary>
    public string? NextToken { get; set; }
}

/// <remarks>Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataResult.html</remarks>
public class MetricDataResult
{
    /// <summary>Of the query.</summary>
    public string? Id { get; set; }

    public string? Label { get; set; }

    public List<MessageData>? Messages { get; set; }

    /// <summary>PartialData where the next page has more.</summary>
    public StatusCode? StatusCode { get; set; }

    /// <summary>One for each of Values, in its order.</summary>
    public List<DateTime>? Timestamps { get; set; }

    public List<double>? Values { get; set; }
}

/// <summary>What CloudWatch has to say beside the values.</summary>
public class MessageData
{
    public string? Code { get; set; }

    public string? Value { get; set; }
}
