namespace Waybill.Local.Bus.Storage;

/// <summary>How far a replay has come: the time (milliseconds since 1970) and the place among equals of its latest event.</summary>
internal readonly record struct ReplayPlace(long Milliseconds, long Sequence)
{
    public static readonly ReplayPlace Beginning = new(long.MinValue, 0);
}
