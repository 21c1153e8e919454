using Waybill.Operations;
using Waybill.Operations.Redriving;
using Waybill.Operations.Replaying;

namespace Waybill.Shop.Tests.Operating;

/// <summary>The verbs at an account that throttles, and at one whose credentials expire in the middle.</summary>
public sealed class UnreliableAccountTests(Templates templates)
{
    private const int Letters = 40;
    private const int Seed = 20261129;

    private static readonly RedriveSelection Everything = new([], Error: null, Type: null, OlderThan: null);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_verb_finishes_when_a_fifth_of_all_requests_is_throttled()
    {
        await using var night = await OnCall.OpenAsync(templates);
        await KillAsync(night);
        var (random, throttled) = (new Random(Seed), 0);
        await using var unreliable = new UnreliableAccount(night.Aws.Endpoint, operation =>
        {
            if (random.NextDouble() >= 0.2)
            {
                return null;
            }

            throttled++;
            return operation.StartsWith('/') ? "TooManyRequestsException" : "ThrottlingException";
        });
        using var account = unreliable.Open();
        var verbs = new Operator(account, TimeProvider.System);
        var began = TimeProvider.System.GetUtcNow();

        var status = await verbs.Status.ReadAsync(["TrackOrder"], Cancelled);
        var failures = await verbs.Failures.ReadAsync([], since: null, Cancelled);
        var plan = await verbs.Redrive.PlanAsync("TrackOrder", Everything, Cancelled);
        var moves = await verbs.Redrive.MoveAsync(plan, rate: null, new Progress<int>(), Cancelled);
        var redriven = await verbs.Redrive.WaitAsync(plan, moves, began, Patience, new Progress<int>(), Cancelled);
        var replay = await verbs.Replay.PlanAsync(
            new ReplayRequest(began - TimeSpan.FromHours(1), TimeProvider.System.GetUtcNow(), ["TrackOrder"], AcceptRepeats: false),
            Cancelled);
        var name = await verbs.Replay.StartAsync(replay, Cancelled);

        Assert.Equal(Letters, Assert.Single(status.Consumers).DeadLetters);
        Assert.Equal(Letters, failures.Failures.Count);
        Assert.Equal((Letters, Letters, null), (moves.Planned, moves.Moved, moves.Ended));
        Assert.True(redriven.IsDone, $"{redriven}; seed {Seed}");
        Assert.Equal("COMPLETED", await verbs.Replay.WatchAsync(name, replay, new Progress<int>(), Cancelled));
        Assert.True(throttled > 5, $"Only {throttled} requests were throttled.");
    }

    [Fact]
    public async Task A_redrive_whose_credentials_expire_in_the_middle_says_what_it_did_and_loses_nothing()
    {
        await using var night = await OnCall.OpenAsync(templates);
        await KillAsync(night);
        await night.TypeAsync("pause", "TrackOrder");
        var sends = 0;
        await using var unreliable = new UnreliableAccount(night.Aws.Endpoint, operation =>
            (sends += operation == "SendMessageBatch" ? 1 : 0) > 2 ? "ExpiredTokenException" : null);
        using var account = unreliable.Open();
        var verbs = new Operator(account, TimeProvider.System);

        var plan = await verbs.Redrive.PlanAsync("TrackOrder", Everything, Cancelled);
        var moves = await verbs.Redrive.MoveAsync(plan, rate: null, new Progress<int>(), Cancelled);
        var outcome = await verbs.Redrive.WaitAsync(
            plan, moves, TimeProvider.System.GetUtcNow(), Patience, new Progress<int>(), Cancelled);

        Assert.StartsWith("ExpiredTokenException: ", moves.Ended, StringComparison.Ordinal);
        Assert.InRange(moves.Moved + moves.Unmoved.Count, 1, 20);
        Assert.False(outcome.IsDone);
        var (dead, sent) = (await night.CountAsync("waybill-dev-TrackOrder-dlq"), await night.CountAsync("waybill-dev-TrackOrder"));
        Assert.Equal(Letters - moves.Moved, dead);
        Assert.Equal(moves.Moved + moves.Unmoved.Count, sent);
    }

    /// <summary>Letters of orders, each of its own.</summary>
    private static async Task KillAsync(OnCall night)
    {
        for (var order = 0; order < Letters; order++)
        {
            await night.KillAsync("TrackOrder", $"dead-{order}", $"order-{order}");
        }
    }
}
