namespace Waybill.Local.Bus.Routing;

/// <summary>An entry of PutEvents that passed validation; <paramref name="Bus"/> is a bus's name or ARN,
/// <paramref name="Detail"/> a JSON object.</summary>
internal sealed record IncomingEvent(
    string Bus,
    string Source,
    string DetailType,
    string Detail,
    DateTimeOffset? Time,
    IReadOnlyList<string> Resources,
    string? TraceHeader);
