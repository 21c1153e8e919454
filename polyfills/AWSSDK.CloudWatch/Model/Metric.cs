namespace Amazon.CloudWatch.Model;

/// <summary>A metric is a name with just these dimensions.</summary>
/// <remarks>Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Metric.html</remarks>
public class Metric
{
    public List<Dimension>? Dimensions { get; set; }

    public string? MetricName { get; set; }

    public string? Namespace { get; set; }
}

public class Dimension
{
    public string Name { get; set; } = null!;

    public string Value { get; set; } = null!;
}
