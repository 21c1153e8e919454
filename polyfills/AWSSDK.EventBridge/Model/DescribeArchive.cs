using Amazon.Runtime;

namespace Amazon.EventBridge.Model;

/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeArchive.html</remarks>
public class DescribeArchiveRequest : AmazonEventBridgeRequest
{
    public string ArchiveName { get; set; } = null!;
}

public class DescribeArchiveResponse : AmazonWebServiceResponse
{
    public string? ArchiveArn { get; set; }

    public string? ArchiveName { get; set; }

    public DateTime? CreationTime { get; set; }

    public string? Description { get; set; }

    public long? EventCount { get; set; }

    /// <summary>JSON; null where every event is kept.</summary>
    public string? EventPattern { get; set; }

    /// <summary>The bus.</summary>
    public string? EventSourceArn { get; set; }

    /// <summary>Zero means for ever.</summary>
    public int? RetentionDays { get; set; }

    public long? SizeBytes { get; set; }

    public ArchiveState? State { get; set; }

    public string? StateReason { get; set; }
}
