using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Pausing;

namespace Waybill.Operations.Rebuilding;

/// <summary>Makes a consumer's projection of past events anew, in its idle tables, while live events go on.</summary>
/// <remarks>
/// The consumer stands still for a moment, is told of the idle tables and of a new version, and gets the past by a replay and what waited
/// meanwhile from its queue. Idempotency keys have the version in them, so each event is taken once, and from wherever it comes first.
/// The tables of before stay as they were, so that there is a way back until they are dropped.
/// </remarks>
public sealed class Rebuild(AwsAccount account, TimeProvider time)
{
    private readonly ProjectionSwitch _switch = new(account, time);
    private readonly ProjectionTables _tables = new(account);
    private readonly Standstill _standstill = new(account, time);

    /// <summary>Works out what would happen; nothing does.</summary>
    /// <param name="consumer">As people type it.</param>
    /// <param name="from">From when on events are wanted; null to go on with a rebuild that was ended in the middle.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">It cannot be done.</exception>
    public Task<RebuildPlan> PlanAsync(string consumer, DateTimeOffset? from, CancellationToken cancellationToken) =>
        new RebuildPlanner(account, time).PlanAsync(consumer, from, cancellationToken);

    /// <summary>Does it. Ended in the middle, the consumer writes the new version and goes on; the same again ends it.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="patience">How long to wait for the consumer after its last report.</param>
    /// <param name="steps">Hears what has been done.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<RebuildResult> RunAsync(
        RebuildPlan plan, TimeSpan patience, IProgress<string> steps, CancellationToken cancellationToken)
    {
        if (!plan.GoesOn)
        {
            await _standstill.DuringAsync(
                plan.Consumer, () => _switch.BeginAsync(plan.Consumer, plan.From, cancellationToken), cancellationToken);
        }

        var consumer = await AgainAsync(plan.Consumer, cancellationToken);
        steps.Report($"{consumer.Title} writes version {consumer.Projection!.Version}: {Tables(consumer)}");
        var past = new PastEvents(account, time, patience, steps);
        var (comparison, published) = await past.HandAsync(consumer, plan.From, cancellationToken);
        if (comparison.Missing == 0)
        {
            await _switch.KeepAsync(consumer, cancellationToken);
        }

        return new RebuildResult(
            consumer, published, comparison.Before, comparison.Now, comparison.Missing,
            await _tables.CountAsync(consumer.Projection.Tables.SelectMany(table => new[] { table.Live, table.Idle }), cancellationToken));
    }

    /// <summary>Makes the version before live again, and hands it what has happened since.</summary>
    /// <param name="consumer">As people type it.</param>
    /// <param name="patience">How long to wait for the consumer after its last report.</param>
    /// <param name="steps">Hears what has been done.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">There is no version before.</exception>
    public async Task<Consumer> BackAsync(string consumer, TimeSpan patience, IProgress<string> steps, CancellationToken cancellationToken)
    {
        var found = await RebuildPlanner.FindAsync(account, consumer, cancellationToken);
        if (found.Projection is not { IdleVersion: not null, Began: { } began })
        {
            throw new OperationException(
                $"{found.Title} has no version to go back to: nothing was rebuilt since its stack was deployed, or the version before was "
                + "dropped.");
        }

        await _standstill.DuringAsync(found, () => _switch.BackAsync(found, cancellationToken), cancellationToken);
        var back = await AgainAsync(found, cancellationToken);
        steps.Report($"{back.Title} writes version {back.Projection!.Version} again: {Tables(back)}");
        await new PastEvents(account, time, patience, steps).ReplayAsync(back, began - PastEvents.ArchiveLag, cancellationToken);
        return back;
    }

    /// <summary>What dropping would delete: the idle tables, with how many items each has.</summary>
    /// <exception cref="OperationException">A rebuild is under way, and may have to go back.</exception>
    public async Task<(Consumer Consumer, IReadOnlyDictionary<string, long> Items)> OldAsync(
        string consumer, CancellationToken cancellationToken)
    {
        var found = await RebuildPlanner.FindAsync(account, consumer, cancellationToken);
        return found.Projection!.RebuiltFrom is null
            ? (found, await _tables.CountAsync(found.Projection.Tables.Select(table => table.Idle), cancellationToken))
            : throw new OperationException(
                $"A rebuild of {found.Title} is under way, and the version before is the way back. Go on with: ./waybill rebuild "
                + $"{found.Title}, or go back with: ./waybill rebuild {found.Title} --back");
    }

    /// <summary>Empties the idle tables; then there is no way back.</summary>
    public async Task DropOldAsync(Consumer consumer, IProgress<long> progress, CancellationToken cancellationToken)
    {
        await _switch.ForgetAsync(consumer, cancellationToken);
        foreach (var table in consumer.Projection!.Tables)
        {
            await _tables.EmptyAsync(table.Idle, progress, cancellationToken);
        }
    }

    private static string Tables(Consumer consumer) => string.Join(", ", consumer.Projection!.Tables.Select(table => table.Live));

    private Task<Consumer> AgainAsync(Consumer consumer, CancellationToken cancellationToken) =>
        RebuildPlanner.FindAsync(account, consumer.Queue.Name, cancellationToken);
}
