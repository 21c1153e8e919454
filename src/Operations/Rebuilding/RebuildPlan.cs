using Waybill.Operations.Consumers;
using Waybill.Operations.Replaying;

namespace Waybill.Operations.Rebuilding;

/// <summary>What a rebuild would do.</summary>
/// <param name="Consumer">Whose projection.</param>
/// <param name="Items">How many items each live table has, by name.</param>
/// <param name="Replay">What would be replayed to it, up to now.</param>
public sealed record RebuildPlan(Consumer Consumer, IReadOnlyDictionary<string, long> Items, ReplayPlan Replay)
{
    public Projection Projection => Consumer.Projection!;

    /// <summary>From when on events are replayed.</summary>
    public DateTimeOffset From => Replay.From;

    /// <summary>Whether one that was ended in the middle goes on: the consumer writes the new version already.</summary>
    public bool GoesOn => Projection.RebuiltFrom is not null;
}

/// <summary>What a rebuild came to.</summary>
/// <param name="Consumer">Whose projection, with the tables it writes now.</param>
/// <param name="Published">Events of the window that it could hear, as far as source and type say; null when nobody logs them.</param>
/// <param name="Before">Events of the window that the version before had.</param>
/// <param name="Now">Events of the window that the new version has.</param>
/// <param name="Missing">Events that the version before had and the new one does not.</param>
/// <param name="Items">How many items each table has, live and idle, by name.</param>
public sealed record RebuildResult(
    Consumer Consumer, int? Published, int Before, int Now, int Missing, IReadOnlyDictionary<string, long> Items)
{
    /// <summary>Whether the new version has what the one before had, and so is the one that counts.</summary>
    public bool IsComplete => Missing == 0;
}
