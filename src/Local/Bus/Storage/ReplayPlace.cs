using System.Runtime.InteropServices;
using Waybill.Local.Account;

namespace Waybill.Local.Bus.Storage;

/// <summary>How far a replay has come: the time (milliseconds since 1970) and the place among equals of its latest event.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReplayPlace(long Milliseconds, long Sequence)
{
    /// <summary>Just after what the replay says it has replayed.</summary>
    public static ReplayPlace Of(Replay replay) => replay.LastReplayed is { } time
        ? new ReplayPlace(time.ToUnixTimeMilliseconds(), replay.LastSequence)
        : new ReplayPlace(long.MinValue, 0);
}
