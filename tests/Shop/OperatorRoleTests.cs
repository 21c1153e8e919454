using System.Text.Json.Nodes;
using Amazon.EventBridge.Model;
using Amazon.Runtime;
using Waybill.Operations;
using Waybill.Operations.Accounts;
using Waybill.Operations.Redriving;
using Waybill.Operations.Replaying;
using Waybill.Player.Playing;

namespace Waybill.Shop.Tests;

/// <summary>The roles of infra/OperatorRole.cs against the verbs, in an account that holds each call to the role's policy.</summary>
public sealed class OperatorRoleTests(Templates templates)
{
    private const string Consumer = "TrackOrder";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly RedriveSelection Everything = new([], Error: null, Type: null, OlderThan: null);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_may_look_and_is_told_what_it_may_not_and_an_operator_may_do_whatever_the_verbs_do()
    {
        await using var shop = await RunningShop.OpenAsync(templates);
        var started = TimeProvider.System.GetUtcNow();
        await shop.PlayAsync(ShopDay.Sample());
        var @event = await KillAsync(shop);
        using var readers = await AccountAsync(shop, "reader");
        using var operators = await AccountAsync(shop, "operator");
        var (reader, @operator) = (new Operator(readers, TimeProvider.System), new Operator(operators, TimeProvider.System));

        await LookAsync(reader, @event);
        await DeniedAsync(reader, started);

        await LookAsync(@operator, @event);
        await RedriveAsync(@operator);
        var consumer = (await @operator.ConsumersAsync(Cancelled)).Find(Consumer);
        Assert.True(await @operator.Mappings.PauseAsync(consumer, Cancelled));
        Assert.True(await @operator.Mappings.ResumeAsync((await @operator.ConsumersAsync(Cancelled)).Find(Consumer), Cancelled));
        await ReplayAsync(@operator, started);
        await RebuildAsync(@operator, started);
    }

    /// <summary>An event that a consumer has handled, among its dead letters as if it had not.</summary>
    private static async Task<string> KillAsync(RunningShop shop)
    {
        using var http = new HttpClient { BaseAddress = shop.Laptop.Endpoint };
        var lines = await http.GetStringAsync(new Uri("/_waybill/events", UriKind.Relative), Cancelled);
        var @event = lines.Split('\n').First(line => line.Contains("OrderCreated.v2", StringComparison.Ordinal));
        var queue = await shop.CallAsync("AmazonSQS.GetQueueUrl", new JsonObject { ["QueueName"] = $"waybill-dev-{Consumer}-dlq" });
        await shop.CallAsync(
            "AmazonSQS.SendMessage", new JsonObject { ["QueueUrl"] = (string?)queue["QueueUrl"], ["MessageBody"] = @event });
        return @event;
    }

    private static async Task<AwsAccount> AccountAsync(RunningShop shop, string role)
    {
        var session = await shop.CallAsync("AWSSecurityTokenServiceV20110615.AssumeRole", new JsonObject
        {
            ["RoleArn"] = $"arn:aws:iam::111111111111:role/waybill-dev-{role}",
            ["RoleSessionName"] = "on-call",
        });
        var given = session["Credentials"]!;
        return new AwsAccount(new Access("eu-central-1", shop.Laptop.Endpoint, new SessionAWSCredentials(
            (string)given["AccessKeyId"]!, (string)given["SecretAccessKey"]!, (string)given["SessionToken"]!)));
    }

    private static async Task LookAsync(Operator who, string @event)
    {
        Assert.NotEmpty((await who.Status.ReadAsync([], Cancelled)).Consumers);
        Assert.Single((await who.Status.ReadAsync([Consumer], Cancelled)).Consumers);
        var failure = Assert.Single((await who.Failures.ReadAsync([], since: null, Cancelled)).Failures);
        Assert.Equal(failure.Id, (await who.Failures.FindAsync([], failure.Id, Cancelled)).Letter.Id);
        Assert.NotEmpty((await who.Trace.ReadAsync(failure.Subject!, TimeSpan.FromHours(1), Cancelled)).Roots);
        Assert.NotEmpty((await who.Rules.OfEventAsync(@event, rule: null, Cancelled)).Rules);
        Assert.NotNull((await who.Rules.OfIdAsync(failure.Id, rule: null, Cancelled)).Now);
        await who.QueueAsync((await who.ConsumersAsync(Cancelled)).Find(Consumer), Cancelled);
    }

    private static async Task DeniedAsync(Operator reader, DateTimeOffset started)
    {
        var consumer = (await reader.ConsumersAsync(Cancelled)).Find(Consumer);
        var redrive = await reader.Redrive.PlanAsync(Consumer, Everything, Cancelled);
        var replay = await reader.Replay.PlanAsync(Past(started), Cancelled);

        await IsDeniedAsync("sqs:SendMessage", () => reader.Redrive.MoveAsync(redrive, rate: null, new Progress<int>(), Cancelled));
        await IsDeniedAsync("events:StartReplay", () => reader.Replay.StartAsync(replay, Cancelled));
        await IsDeniedAsync("events:CancelReplay", () => reader.Replay.CancelAsync("waybill-gone", Cancelled));
        await IsDeniedAsync("dynamodb:Scan", () => reader.Rebuild.PlanAsync(Consumer, started, Cancelled));
        await IsDeniedAsync("lambda:UpdateEventSourceMapping", () => reader.Mappings.PauseAsync(consumer, Cancelled));
    }

    private static async Task IsDeniedAsync(string action, Func<Task> verb)
    {
        var denied = await Assert.ThrowsAnyAsync<AmazonServiceException>(verb);
        Assert.Contains($"is not authorized to perform: {action} on resource: ", denied.Message, StringComparison.Ordinal);
    }

    private static async Task RedriveAsync(Operator who)
    {
        var since = TimeProvider.System.GetUtcNow();
        var plan = await who.Redrive.PlanAsync(Consumer, Everything, Cancelled);
        var moves = await who.Redrive.MoveAsync(plan, rate: null, new Progress<int>(), Cancelled);
        await who.Redrive.WaitAsync(plan, moves, since, Patience, new Progress<int>(), Cancelled);

        Assert.Equal((1, 1, 0), (moves.Planned, moves.Moved, moves.Unmoved.Count));
    }

    private static async Task ReplayAsync(Operator who, DateTimeOffset started)
    {
        var since = TimeProvider.System.GetUtcNow();
        var plan = await who.Replay.PlanAsync(Past(started), Cancelled);
        var name = await who.Replay.StartAsync(plan, Cancelled);

        Assert.True(plan.Consumers.Sum(consumer => consumer.Suppressed) > 0, "No record of what was done was read.");
        Assert.Equal("COMPLETED", await who.Replay.WatchAsync(name, plan, new Progress<int>(), Cancelled));
        Assert.NotEmpty(await who.Replay.OutcomesAsync(plan, since, Patience, Cancelled));
        await Assert.ThrowsAsync<ResourceNotFoundException>(() => who.Replay.CancelAsync("waybill-gone", Cancelled));
    }

    private static async Task RebuildAsync(Operator who, DateTimeOffset started)
    {
        var plan = await who.Rebuild.PlanAsync(Consumer, started, Cancelled);
        var result = await who.Rebuild.RunAsync(plan, Patience, new Progress<string>(), Cancelled);
        var (keeper, items) = await who.Rebuild.OldAsync(Consumer, Cancelled);
        await who.Rebuild.DropOldAsync(keeper, new Progress<long>(), Cancelled);

        Assert.True(result.IsComplete, $"{result.Missing} events are missing.");
        Assert.True(items.Values.Sum() > 0, "Nothing was kept.");
        Assert.Equal(0, (await who.Rebuild.OldAsync(Consumer, Cancelled)).Items.Values.Sum());
    }

    /// <summary>Whether an effect would be repeated is not what this is about.</summary>
    private static ReplayRequest Past(DateTimeOffset started) =>
        new(started - TimeSpan.FromMinutes(1), TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(1), [], AcceptRepeats: true);
}
