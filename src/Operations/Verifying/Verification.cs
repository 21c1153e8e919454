using System.Text.Json.Serialization;
using Waybill.Operations.Logs;

namespace Waybill.Operations.Verifying;

/// <summary>What became of the event that was to find its way.</summary>
/// <param name="EventId">Its id.</param>
/// <param name="EventType">Its type.</param>
/// <param name="Bus">The bus it was put on.</param>
/// <param name="Consumer">Who was to handle it.</param>
/// <param name="Last">What the consumer said of it last; null when it said nothing.</param>
/// <param name="Took">From putting it on the bus until it was handled, or until the wait was over.</param>
public sealed record Verification(string EventId, string EventType, string Bus, string Consumer, Outcome? Last, TimeSpan Took)
{
    [JsonPropertyOrder(-1)]
    public bool IsHandled => Last?.Kind is OutcomeKind.Handled or OutcomeKind.Suppressed;
}
