namespace Waybill.Local.Bus.Routing;

/// <summary>An entry of PutEvents that passed validation; <paramref name="BusArn"/> says where it goes, and <paramref name="Detail"/> is a
/// JSON object.</summary>
internal sealed record IncomingEvent(
    string BusArn,
    string Source,
    string DetailType,
    string Detail,
    DateTimeOffset? Time,
    IReadOnlyList<string> Resources,
    string? TraceHeader);
