using Waybill.Operations;
using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.WebConsole.Acts;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Api;

/// <summary>What is done: the same verbs as on the command line, planned first.</summary>
internal sealed class ActsApi(AccountAtHand account, RedriveJobs redrives, ConsoleOptions options)
{
    public void Map(ApiRoutes routes)
    {
        routes.Act("redrives/plan", ConsoleJson.Default.RedriveRequest, ConsoleJson.Default.PlannedRedrive, PlanAsync);
        routes.Act("redrives", ConsoleJson.Default.Act, ConsoleJson.Default.RedriveState, (act, _) =>
        {
            act.RequireName(options);
            return Task.FromResult(redrives.Start(act.Of));
        });
        routes.Stream("redrives/{id}", ConsoleJson.Default.RedriveState, (request, cancellationToken) =>
            redrives.FollowAsync(Asked.Id(request), cancellationToken));
        routes.Act("consumers/pause", ConsoleJson.Default.Act, ConsoleJson.Default.Done, (act, cancellationToken) => SwitchAsync(
            act, (verbs, consumer) => verbs.Mappings.PauseAsync(consumer, cancellationToken), "is paused", cancellationToken));
        routes.Act("consumers/resume", ConsoleJson.Default.Act, ConsoleJson.Default.Done, (act, cancellationToken) => SwitchAsync(
            act, (verbs, consumer) => verbs.Mappings.ResumeAsync(consumer, cancellationToken), "goes on", cancellationToken));
    }

    private Task<PlannedRedrive> PlanAsync(RedriveRequest request, CancellationToken cancellationToken) =>
        request.Parts is { Count: > 0 } parts
            ? redrives.PlanAsync(parts.Select(part => (part.Consumer, part.Only)), cancellationToken)
            : throw new OperationException("Nobody's letters are meant: name a consumer in parts.");

    private async Task<Done> SwitchAsync(
        Act act, Func<Operator, Consumer, Task<bool>> change, string state, CancellationToken cancellationToken)
    {
        act.RequireName(options);
        var verbs = await account.VerbsAsync(cancellationToken);
        var consumer = (await verbs.ConsumersAsync(cancellationToken)).Find(act.Of);
        await change(verbs, consumer);
        var queue = await verbs.QueueAsync(consumer, cancellationToken);
        return new Done(
            $"{consumer.Title} {state}; {queue.Depth.Messages} messages wait in its queue, which keeps one for "
            + $"{queue.Retention.TotalDays:0.#} days.");
    }
}
