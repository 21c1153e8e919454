namespace Waybill.Operations.Redriving;

/// <summary>What became of redriven letters.</summary>
/// <param name="Moves">What was moved.</param>
/// <param name="Handled">Whose effect took place now.</param>
/// <param name="Suppressed">Whose effect had taken place before.</param>
/// <param name="Failed">That failed again, by what they failed of; they are tried again before they are dead again.</param>
/// <param name="Waiting">That nobody has reported on yet.</param>
/// <param name="IsPaused">Whether the consumer is handed nothing at the moment.</param>
public sealed record RedriveOutcome(
    RedriveMoves Moves, int Handled, int Suppressed, IReadOnlyDictionary<string, int> Failed, int Waiting, bool IsPaused)
{
    /// <summary>The ids of letters that were sent and whose effect has not taken place yet, as far as is known.</summary>
    internal IReadOnlySet<string> Open { get; init; } = new HashSet<string>();

    /// <summary>Whether nothing of the plan is left to do.</summary>
    public bool IsDone => Waiting == 0 && Failed.Count == 0 && Moves.Unmoved.Count == 0 && Moves.Ended is null;
}
