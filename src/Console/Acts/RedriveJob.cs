using Waybill.Operations.Redriving;

namespace Waybill.WebConsole.Acts;

/// <summary>What a redrive would do, of one consumer after the other, and the name by which it is asked for.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Parts">A plan for each consumer.</param>
internal sealed record PlannedRedrive(string Id, IReadOnlyList<RedrivePlan> Parts)
{
    public int Letters => Parts.Sum(part => part.Failures.Count);
}

/// <summary>How far a redrive is.</summary>
internal enum RedriveStep
{
    /// <summary>Letters are being sent.</summary>
    Sending,

    /// <summary>All are sent; the consumers' reports are awaited.</summary>
    Waiting,

    /// <summary>It has ended.</summary>
    Done,

    /// <summary>It ended before its end; what was done until then is said.</summary>
    Failed,
}

/// <summary>A redrive as it stands.</summary>
/// <param name="Id">Its plan's name.</param>
/// <param name="Step">How far it is.</param>
/// <param name="Planned">Letters that are to be sent.</param>
/// <param name="Sent">Letters that are sent.</param>
/// <param name="Reported">Of how many the consumer has said what became of them.</param>
/// <param name="Outcomes">What became of them, by consumer.</param>
/// <param name="Error">Why it ended before its end.</param>
internal sealed record RedriveState(
    string Id, RedriveStep Step, int Planned, int Sent, int Reported, IReadOnlyList<ConsumerOutcome> Outcomes, string? Error) : IJobState
{
    public bool HasEnded => Step is RedriveStep.Done or RedriveStep.Failed;
}

/// <summary>What became of a consumer's letters.</summary>
internal sealed record ConsumerOutcome(string Consumer, RedriveOutcome Outcome);
