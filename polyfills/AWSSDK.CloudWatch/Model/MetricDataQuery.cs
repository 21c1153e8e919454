namespace Amazon.CloudWatch.Model;

/// <remarks>Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html</remarks>
public class MetricDataQuery
{
    /// <summary>Either this or MetricStat.</summary>
    public string? Expression { get; set; }

    /// <summary>Begins with a small letter; unique in the request.</summary>
    public string Id { get; set; } = null!;

    public string? Label { get; set; }

    public MetricStat? MetricStat { get; set; }

    /// <summary>Seconds; of an expression.</summary>
    public int? Period { get; set; }

    /// <summary>False for what only an expression uses; true when null.</summary>
    public bool? ReturnData { get; set; }
}

/// <summary>One statistic of one metric.</summary>
/// <remarks>Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html</remarks>
public class MetricStat
{
    public Metric Metric { get; set; } = null!;

    /// <summary>Seconds: a multiple of 60, or 1, 5, 10, 20 or 30.</summary>
    public int? Period { get; set; }

    /// <summary>Sum, Average, Maximum, p99 …</summary>
    public string Stat { get; set; } = null!;
}
