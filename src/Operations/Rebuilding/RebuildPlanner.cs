using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Replaying;

namespace Waybill.Operations.Rebuilding;

/// <summary>Works out what a rebuild would do, without doing any of it.</summary>
internal sealed class RebuildPlanner(AwsAccount account, TimeProvider time)
{
    public async Task<RebuildPlan> PlanAsync(string named, DateTimeOffset? from, CancellationToken cancellationToken)
    {
        var consumer = await FindAsync(account, named, cancellationToken);
        var projection = consumer.Projection!;
        var start = Start(consumer, from);
        var tables = new ProjectionTables(account);
        if (projection.RebuiltFrom is null)
        {
            RequireFree(consumer, await tables.CountAsync(projection.Tables.Select(table => table.Idle), cancellationToken));
        }

        var request = new ReplayRequest(start, time.GetUtcNow(), [consumer.Queue.Name], AcceptRepeats: true);
        return new RebuildPlan(
            consumer,
            await tables.CountAsync(projection.Tables.Select(table => table.Live), cancellationToken),
            await new ReplayPlanner(account, time).PlanAsync(request, cancellationToken));
    }

    /// <exception cref="OperationException">There is no such consumer, or it keeps no projection in two versions.</exception>
    public static async Task<Consumer> FindAsync(AwsAccount account, string named, CancellationToken cancellationToken)
    {
        var consumers = await new ConsumerReader(account).ReadAsync(cancellationToken);
        var consumer = consumers.Find(named);
        var keepers = consumers.All.Where(one => one.Projection is not null).Select(one => one.Title).ToList();
        return consumer.Projection is not null ? consumer : throw new OperationException(
            $"{consumer.Title} keeps no projection that could be rebuilt; "
            + $"{(keepers.Count == 0 ? "nobody does" : $"these do: {string.Join(", ", keepers)}")}. "
            + "infra/README.md says how one is declared.");
    }

    private static DateTimeOffset Start(Consumer consumer, DateTimeOffset? from) => (consumer.Projection!.RebuiltFrom, from) switch
    {
        ({ } begun, null) => begun,
        ({ } begun, { } given) when begun == given => begun,
        ({ } begun, _) => throw new OperationException(
            $"A rebuild of {consumer.Title} from {begun:u} is under way. Go on with it without --from, or go back first with --back."),
        (null, { } given) => given,
        (null, null) => throw new OperationException(
            "--from is missing: from when on events are wanted, such as --from 14d; the archive says how far back it reaches."),
    };

    private static void RequireFree(Consumer consumer, IReadOnlyDictionary<string, long> items)
    {
        if (consumer.IsPaused)
        {
            throw new OperationException(
                $"{consumer.Title} is paused, and a rebuild needs it at work. Go on first with: ./waybill resume {consumer.Title}");
        }

        if (items.Where(table => table.Value > 0).Select(table => $"{table.Key} ({table.Value} items)").ToList() is { Count: > 0 } full)
        {
            throw new OperationException(
                $"The idle tables of {consumer.Title} are not empty: {string.Join(", ", full)}. They hold the version before; drop it "
                + $"first with: ./waybill rebuild {consumer.Title} --drop-old");
        }
    }
}
