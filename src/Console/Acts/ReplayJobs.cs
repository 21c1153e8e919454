using Waybill.Operations;
using Waybill.Operations.Accounts;
using Waybill.Operations.Replaying;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Acts;

/// <summary>What a replay would do, and the name by which it is asked for.</summary>
internal sealed record PlannedReplay(string Id, ReplayPlan Plan);

/// <summary>How far a replay is.</summary>
internal enum ReplayStep
{
    /// <summary>The account replays.</summary>
    Replaying,

    /// <summary>All is sent; the consumers' reports are awaited.</summary>
    Waiting,

    /// <summary>It has ended.</summary>
    Done,

    /// <summary>It could not be started or watched.</summary>
    Failed,
}

/// <summary>A replay as it stands.</summary>
/// <param name="Id">Its plan's name.</param>
/// <param name="Step">How far it is.</param>
/// <param name="Name">Its name in the account.</param>
/// <param name="Percent">Which part of the window has been replayed.</param>
/// <param name="Ended">The account's last word on it.</param>
/// <param name="Outcomes">What became of the events, by consumer.</param>
/// <param name="Error">Why it could not be started or watched.</param>
internal sealed record ReplayState(
    string Id, ReplayStep Step, string? Name, int Percent, string? Ended, IReadOnlyList<ReplayOutcome> Outcomes, string? Error) : IJobState
{
    public bool HasEnded => Step is ReplayStep.Done or ReplayStep.Failed;
}

/// <summary>Plans replays, starts those that are asked for, and says how far they are; they go on when nobody looks.</summary>
internal sealed class ReplayJobs(AccountAtHand account, TimeProvider time) : IAsyncDisposable
{
    private readonly PlanBook<PlannedReplay> _plans = new(time);
    private readonly JobBook<ReplayState> _jobs = new("replay", time);

    public async Task<PlannedReplay> PlanAsync(ReplayRequest request, CancellationToken cancellationToken)
    {
        var plan = await (await account.VerbsAsync(cancellationToken)).Replay.PlanAsync(request, cancellationToken);
        return _plans.Keep(id => new PlannedReplay(id, plan));
    }

    public ReplayState Start(string id)
    {
        var plan = _plans.Take(id).Plan;
        return _jobs.Start(
            id, new ReplayState(id, ReplayStep.Replaying, null, 0, null, [], null), token => RunAsync(id, plan, token),
            (state, why) => state with { Step = ReplayStep.Failed, Error = why });
    }

    public IAsyncEnumerable<ReplayState> FollowAsync(string id, CancellationToken cancellationToken) =>
        _jobs.FollowAsync(id, cancellationToken);

    /// <summary>Ends it in the account; what it has sent by then is delivered.</summary>
    public async Task<string> CancelAsync(string id, CancellationToken cancellationToken)
    {
        var name = _jobs.Now(id).Name
            ?? throw new OperationException("It has not started yet; try again in a moment.");
        await (await account.VerbsAsync(cancellationToken)).Replay.CancelAsync(name, cancellationToken);
        return $"The replay {name} is being cancelled; what was sent by now is delivered.";
    }

    public ValueTask DisposeAsync() => _jobs.DisposeAsync();

    private async Task RunAsync(string id, ReplayPlan plan, CancellationToken cancellationToken)
    {
        var replay = (await account.VerbsAsync(cancellationToken)).Replay;
        var began = time.GetUtcNow();
        var name = await replay.StartAsync(plan, cancellationToken);
        _jobs.Change(id, state => state with { Name = name });
        var ended = await replay.WatchAsync(
            name, plan, new Heard(percent => _jobs.Change(id, state => state with { Percent = percent })), cancellationToken);
        _jobs.Change(id, state => state with { Step = ReplayStep.Waiting, Ended = ended, Percent = 100 });
        var outcomes = await replay.OutcomesAsync(plan, began, Operator.Patience, cancellationToken);
        _jobs.Change(id, state => state with { Step = ReplayStep.Done, Outcomes = outcomes });
    }
}
