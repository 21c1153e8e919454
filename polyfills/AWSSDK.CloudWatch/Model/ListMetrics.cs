using Amazon.Runtime;

namespace Amazon.CloudWatch.Model;

/// <remarks>Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html</remarks>
public class ListMetricsRequest : AmazonCloudWatchRequest
{
    public List<DimensionFilter>? Dimensions { get; set; }

    public string? MetricName { get; set; }

    public string? Namespace { get; set; }

    /// <summary>Of the page before.</summary>
    public string? NextToken { get; set; }
}

public class ListMetricsResponse : AmazonWebServiceResponse
{
    public List<Metric>? Metrics { get; set; }

    /// <summary>Null on the last page.</summary>
    public string? NextToken { get; set; }
}

public class DimensionFilter
{
    public string Name { get; set; } = null!;

    /// <summary>Any value, when null.</summary>
    public string? Value { get; set; }
}
