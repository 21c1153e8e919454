using Waybill.Operations;
using Waybill.Operations.Redriving;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Acts;

/// <summary>Plans redrives, runs those that are asked for, and says how far they are; they go on when nobody looks.</summary>
internal sealed class RedriveJobs(AccountAtHand account, TimeProvider time) : IAsyncDisposable
{
    private readonly PlanBook<PlannedRedrive> _plans = new(time);
    private readonly JobBook<RedriveState> _jobs = new("redrive", time);

    /// <summary>Works out what a redrive would do; nothing is done.</summary>
    public async Task<PlannedRedrive> PlanAsync(
        IEnumerable<(string Consumer, IReadOnlyList<string> Only)> parts, CancellationToken cancellationToken)
    {
        var plans = new List<RedrivePlan>();
        foreach (var (consumer, only) in parts)
        {
            plans.Add(await account.LookAsync(
                verbs => verbs.Redrive.PlanAsync(consumer, new RedriveSelection(only, null, null, null), cancellationToken),
                cancellationToken));
        }

        return _plans.Keep(id => new PlannedRedrive(id, plans));
    }

    /// <summary>Runs a plan, once.</summary>
    public RedriveState Start(string id)
    {
        var plan = _plans.Take(id);
        return _jobs.Start(
            id, new RedriveState(id, RedriveStep.Sending, plan.Letters, 0, 0, [], null), token => RunAsync(plan, token),
            (state, why) => state with { Step = RedriveStep.Failed, Error = why });
    }

    public IAsyncEnumerable<RedriveState> FollowAsync(string id, CancellationToken cancellationToken) =>
        _jobs.FollowAsync(id, cancellationToken);

    public ValueTask DisposeAsync() => _jobs.DisposeAsync();

    private async Task RunAsync(PlannedRedrive plan, CancellationToken cancellationToken)
    {
        foreach (var part in plan.Parts.Where(part => part.Failures.Count > 0))
        {
            await RunAsync(plan.Id, part, cancellationToken);
        }

        _jobs.Change(plan.Id, state => state with { Step = RedriveStep.Done });
    }

    private async Task RunAsync(string id, RedrivePlan part, CancellationToken cancellationToken)
    {
        var verbs = await account.VerbsAsync(cancellationToken);
        var (began, before) = (time.GetUtcNow(), _jobs.Now(id));
        _jobs.Change(id, state => state with { Step = RedriveStep.Sending });
        var moves = await account.LookAsync(
            at => at.Redrive.MoveAsync(
                part, rate: null, new Heard(sent => _jobs.Change(id, state => state with { Sent = before.Sent + sent })),
                cancellationToken),
            cancellationToken);
        _jobs.Change(id, state => state with { Step = RedriveStep.Waiting, Sent = before.Sent + moves.Moved });
        var outcome = await verbs.Redrive.WaitAsync(
            part, moves, began, Operator.Patience,
            new Heard(reported => _jobs.Change(id, state => state with { Reported = before.Reported + reported })), cancellationToken);
        _jobs.Change(id, state => state with { Outcomes = [.. state.Outcomes, new ConsumerOutcome(part.Consumer.Title, outcome)] });
    }
}
