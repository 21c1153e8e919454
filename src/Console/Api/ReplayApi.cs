using Waybill.WebConsole.Acts;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Api;

/// <summary>Past events, handed to consumers once more: planned, started, watched, cancelled.</summary>
internal sealed class ReplayApi(AccountAtHand account, ReplayJobs replays, ConsoleOptions options)
{
    private const int UsualHours = 1;

    public void Map(ApiRoutes routes)
    {
        routes.Look("published", ConsoleJson.Default.PublishedHistory, async (request, cancellationToken) =>
        {
            var until = options.Time.GetUtcNow();
            return await (await account.VerbsAsync(cancellationToken)).Flows.HistoryAsync(
                until - Asked.Ago(request, UsualHours), until, cancellationToken);
        });
        routes.Act("replays/plan", ConsoleJson.Default.ReplayRequest, ConsoleJson.Default.PlannedReplay, replays.PlanAsync);
        routes.Act("replays", ConsoleJson.Default.Act, ConsoleJson.Default.ReplayState, (act, _) =>
        {
            act.RequireName(options);
            return Task.FromResult(replays.Start(act.Of));
        });
        routes.Stream("replays/{id}", ConsoleJson.Default.ReplayState, (request, cancellationToken) =>
            replays.FollowAsync(Asked.Id(request), cancellationToken));
        routes.Act("replays/cancel", ConsoleJson.Default.Act, ConsoleJson.Default.Done, async (act, cancellationToken) =>
        {
            act.RequireName(options);
            return new Done(await replays.CancelAsync(act.Of, cancellationToken));
        });
    }
}
