namespace Waybill.Operations.Redriving;

/// <summary>What a redrive moved.</summary>
/// <param name="Planned">Letters that were to be moved.</param>
/// <param name="Moved">Letters that are in the consumer's queue now, and not in the dead-letter queue any more.</param>
/// <param name="Unmoved">Letters that stay, and why.</param>
/// <param name="Elsewhere">Letters that were not there any more: somebody else redrove or deleted them meanwhile.</param>
/// <param name="Ended">Why it ended before its end; null when it did not. What was not moved stays dead, and the next redrive goes
/// on.</param>
public sealed record RedriveMoves(int Planned, int Moved, IReadOnlyList<Unmoved> Unmoved, int Elsewhere, string? Ended)
{
    internal const string Cancelled = "it was cancelled";

    /// <summary>The new messages' ids, by the letters'.</summary>
    internal IReadOnlyDictionary<string, string> Messages { get; init; } = new Dictionary<string, string>();
}

/// <summary>A letter that stays dead, and why.</summary>
public sealed record Unmoved(string Id, string Reason);
