using System.Text.Json;

namespace Waybill.Local.Bus.Deliveries;

/// <summary>How often an HTTP endpoint is tried again: by default three times, twenty seconds apart.</summary>
/// <remarks>
/// SNS developer guide, <c>sns-message-delivery-retries</c>. Simplified: of a delivery policy, <c>numRetries</c>, <c>minDelayTarget</c> and
/// <c>maxDelayTarget</c> are obeyed and the wait grows in a straight line from one to the other, whatever phases and backoff function it
/// has.
/// </remarks>
internal sealed record EndpointRetry(int Retries, TimeSpan First, TimeSpan Last)
{
    private const int MostRetries = 100;
    private const int LongestSeconds = 3600;

    private static readonly EndpointRetry Usual = new(3, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20));

    /// <param name="policy">A subscription's or a topic's DeliveryPolicy; null for none.</param>
    public static EndpointRetry Of(string? policy)
    {
        if (policy is null || Find(policy) is not { } retry)
        {
            return Usual;
        }

        var first = Number(retry, "minDelayTarget", 1, LongestSeconds) ?? (int)Usual.First.TotalSeconds;
        var last = Number(retry, "maxDelayTarget", first, LongestSeconds) ?? Math.Max(first, (int)Usual.Last.TotalSeconds);
        return new EndpointRetry(
            Number(retry, "numRetries", 0, MostRetries) ?? Usual.Retries, TimeSpan.FromSeconds(first), TimeSpan.FromSeconds(last));
    }

    /// <param name="retry">The first retry is 1.</param>
    public TimeSpan After(int retry) => Retries < 2 ? First : First + ((Last - First) * ((retry - 1.0) / (Retries - 1)));

    /// <summary>A topic's policy has it inside <c>http</c>.</summary>
    private static JsonElement? Find(string policy)
    {
        try
        {
            var json = JsonElement.Parse(policy);
            return Member(json, "healthyRetryPolicy")
                ?? (Member(json, "http") is { } http ? Member(http, "defaultHealthyRetryPolicy") : null);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Object
            ? member
            : null;

    private static int? Number(JsonElement json, string name, int least, int most) =>
        json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var number)
            ? Math.Clamp(number, least, Math.Max(least, most))
            : null;
}
