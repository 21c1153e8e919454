using System.Text.Json.Serialization;

namespace Amazon.Lambda.CloudWatchEvents;

/// <summary>An event as EventBridge hands it to a target.</summary>
/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html</remarks>
public class CloudWatchEvent<T>
{
    [JsonPropertyName("detail-type")]
    public string DetailType { get; set; } = null!;

    public string Source { get; set; } = null!;

    public T Detail { get; set; } = default!;
}
