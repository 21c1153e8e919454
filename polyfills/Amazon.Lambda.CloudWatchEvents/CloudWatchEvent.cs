using System.Text.Json.Serialization;

namespace Amazon.Lambda.CloudWatchEvents;

/// <summary>An event as EventBridge hands it to a target.</summary>
/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html</remarks>
public class CloudWatchEvent<T>
{
    public string Version { get; set; } = null!;

    public string Account { get; set; } = null!;

    public string Region { get; set; } = null!;

    public T Detail { get; set; } = default!;

    [JsonPropertyName("detail-type")]
    public string DetailType { get; set; } = null!;

    public string Source { get; set; } = null!;

    public DateTime Time { get; set; }

    /// <summary>EventBridge's own id: a replay gives the same event another.</summary>
    public string Id { get; set; } = null!;

    public List<string> Resources { get; set; } = null!;
}
