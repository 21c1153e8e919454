using System.Globalization;
using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;

namespace Waybill.Operations.Replaying;

/// <summary>Hands past events to consumers again: plan, start, watch, cancel, and see what became of them.</summary>
public sealed class Replay(AwsAccount account, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>A consumer's line is in the log a moment after its message has left the queue.</summary>
    private static readonly TimeSpan LogLag = TimeSpan.FromSeconds(5);

    /// <summary>Works out what would happen; nothing does.</summary>
    /// <exception cref="OperationException">It cannot be done, or would repeat effects without being allowed to.</exception>
    public Task<ReplayPlan> PlanAsync(ReplayRequest request, CancellationToken cancellationToken) =>
        new ReplayPlanner(account, time).PlanAsync(request, cancellationToken);

    /// <summary>Starts it, for the rules of the plan's consumers only.</summary>
    /// <returns>The replay's name in the account.</returns>
    public async Task<string> StartAsync(ReplayPlan plan, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"waybill-{time.GetUtcNow():yyyyMMdd-HHmmss-fff}");
        await account.EventBridge.StartReplayAsync(
            new StartReplayRequest
            {
                ReplayName = name,
                EventSourceArn = plan.Archive.Arn,
                EventStartTime = plan.From.UtcDateTime,
                EventEndTime = plan.To.UtcDateTime,
                Destination = new ReplayDestination
                {
                    Arn = plan.Archive.BusArn,
                    FilterArns = [.. plan.Consumers.SelectMany(consumer => consumer.RuleArns)],
                },
            },
            cancellationToken);
        return name;
    }

    /// <summary>Watches a replay to its end.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="plan">What it replays.</param>
    /// <param name="progress">Hears which part of the window has been replayed, from 0 to 100.</param>
    /// <param name="cancellationToken">Ends the watching, not the replay.</param>
    /// <returns>Its last state, such as <c>COMPLETED</c>.</returns>
    public async Task<string> WatchAsync(string name, ReplayPlan plan, IProgress<int> progress, CancellationToken cancellationToken)
    {
        while (true)
        {
            var replay = await account.EventBridge.DescribeReplayAsync(new DescribeReplayRequest { ReplayName = name }, cancellationToken);
            if (replay.EventLastReplayedTime is { } reached)
            {
                var part = (reached.ToUniversalTime() - plan.From.UtcDateTime) / (plan.To - plan.From);
                progress.Report((int)Math.Clamp(100 * part, 0, 100));
            }

            if (replay.State == ReplayState.COMPLETED || replay.State == ReplayState.CANCELLED || replay.State == ReplayState.FAILED)
            {
                return replay.State == ReplayState.FAILED ? $"{replay.State}: {replay.StateReason}" : replay.State!;
            }

            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }

    /// <summary>Ends a replay in the account; what it has sent by then is delivered.</summary>
    public Task CancelAsync(string name, CancellationToken cancellationToken) =>
        account.EventBridge.CancelReplayAsync(new CancelReplayRequest { ReplayName = name }, cancellationToken);

    /// <summary>What consumers report of the replayed events, once their queues are empty or nothing happens any more.</summary>
    /// <param name="plan">What was replayed.</param>
    /// <param name="since">When it was started.</param>
    /// <param name="patience">How long to wait for an empty queue after the last report.</param>
    /// <param name="cancellationToken">Ends the wait; what is known by then is the result.</param>
    public async Task<IReadOnlyList<ReplayOutcome>> OutcomesAsync(
        ReplayPlan plan, DateTimeOffset since, TimeSpan patience, CancellationToken cancellationToken)
    {
        var watches = plan.Consumers.Select(replayed => new ReplayWatch(account, replayed, since, time)).ToList();
        var (outcomes, last) = (await ReadAsync(watches, cancellationToken), time.GetUtcNow());
        while (time.GetUtcNow() < last + Patience(outcomes))
        {
            await Task.Delay(LookEvery, time, cancellationToken);
            var next = await ReadAsync(watches, cancellationToken);
            last = next.Sum(outcome => outcome.Reported) > outcomes.Sum(outcome => outcome.Reported) ? time.GetUtcNow() : last;
            outcomes = next;
        }

        return outcomes;

        TimeSpan Patience(ReplayOutcome[] now) => now.Any(outcome => outcome.Waiting > 0 && !outcome.Consumer.IsPaused)
            ? patience
            : now.Zip(plan.Consumers).All(pair => pair.First.Reported >= pair.Second.Published) ? TimeSpan.Zero : LogLag;
    }

    private static Task<ReplayOutcome[]> ReadAsync(IEnumerable<ReplayWatch> watches, CancellationToken cancellationToken) =>
        Task.WhenAll(watches.Select(watch => watch.ReadAsync(cancellationToken)));
}

/// <summary>What became of replayed events at a consumer.</summary>
/// <param name="Consumer">Who.</param>
/// <param name="Handled">Effects that took place now.</param>
/// <param name="Suppressed">Effects that had taken place before.</param>
/// <param name="Failed">Events whose last attempt failed.</param>
/// <param name="Waiting">Messages in its queue, live ones as well.</param>
/// <param name="Dead">Messages in its dead-letter queue, older ones as well.</param>
public sealed record ReplayOutcome(Consumer Consumer, int Handled, int Suppressed, int Failed, long Waiting, long Dead)
{
    internal int Reported => Handled + Suppressed + Failed;
}
