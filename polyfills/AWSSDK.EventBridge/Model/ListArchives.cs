using Amazon.Runtime;

namespace Amazon.EventBridge.Model;

/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListArchives.html</remarks>
public class ListArchivesRequest : AmazonEventBridgeRequest
{
    /// <summary>The bus; at most one of EventSourceArn, NamePrefix and State may be set.</summary>
    public string? EventSourceArn { get; set; }

    /// <summary>Archives a page, 1–100.</summary>
    public int? Limit { get; set; }

    public string? NamePrefix { get; set; }

    /// <summary>Of the page before.</summary>
    public string? NextToken { get; set; }

    public ArchiveState? State { get; set; }
}

public class ListArchivesResponse : AmazonWebServiceResponse
{
    public List<Archive>? Archives { get; set; }

    /// <summary>Null on the last page.</summary>
    public string? NextToken { get; set; }
}

/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Archive.html</remarks>
public class Archive
{
    public string? ArchiveName { get; set; }

    public DateTime? CreationTime { get; set; }

    public long? EventCount { get; set; }

    /// <summary>The bus.</summary>
    public string? EventSourceArn { get; set; }

    /// <summary>Zero means for ever.</summary>
    public int? RetentionDays { get; set; }

    public long? SizeBytes { get; set; }

    public ArchiveState? State { get; set; }

    public string? StateReason { get; set; }
}
