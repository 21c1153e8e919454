namespace Amazon.EventBridge.Model;

/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html</remarks>
public class PutEventsRequestEntry
{
    /// <summary>A JSON object, as text.</summary>
    public string Detail { get; set; } = null!;

    public string DetailType { get; set; } = null!;

    /// <summary>Name or ARN; null for the account's default bus.</summary>
    public string? EventBusName { get; set; }

    public List<string>? Resources { get; set; }

    public string Source { get; set; } = null!;

    /// <summary>When it happened; null for when EventBridge receives it.</summary>
    public DateTime? Time { get; set; }

    public string? TraceHeader { get; set; }
}
