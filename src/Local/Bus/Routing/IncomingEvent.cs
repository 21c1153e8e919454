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
    string? TraceHeader)
{
    /// <summary>Only AWS's own services can be such a source.</summary>
    public bool IsFromAws => Source.StartsWith("aws.", StringComparison.Ordinal);
}
