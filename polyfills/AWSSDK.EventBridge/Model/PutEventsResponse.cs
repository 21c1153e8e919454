using Amazon.Runtime;

namespace Amazon.EventBridge.Model;

/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html</remarks>
public class PutEventsResponse : AmazonWebServiceResponse
{
    /// <summary>One result for each entry of the request, in its order.</summary>
    public List<PutEventsResultEntry> Entries { get; set; } = null!;

    public int? FailedEntryCount { get; set; }
}

/// <summary>Either an id, when the event got in, or an error.</summary>
public class PutEventsResultEntry
{
    public string? ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    public string? EventId { get; set; }
}
