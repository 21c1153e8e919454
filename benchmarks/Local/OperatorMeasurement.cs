using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Waybill.Operations;
using Waybill.Operations.Redriving;

namespace Waybill.Local.Benchmarks;

/// <summary>What an operator waits for: a redrive of many letters, a replay of many events, the status of many consumers.</summary>
internal sealed class OperatorMeasurement(int turns, TextWriter output)
{
    private const int Letters = 10_000;
    private const int Events = 100_000;
    private const int Consumers = 300;

    public async Task RunAsync(string folder, CancellationToken cancellationToken)
    {
        await RedriveAsync(Path.Combine(folder, "redrive"), cancellationToken);
        await ReplayAsync(Path.Combine(folder, "replay"), cancellationToken);
        await StatusAsync(Path.Combine(folder, "status"), cancellationToken);
    }

    private async Task RedriveAsync(string folder, CancellationToken cancellationToken)
    {
        const string Consumer = "redriven";
        await using var laptop = await ServedLaptop.StartAsync(folder, rules: 0, queues: 1, cancellationToken);
        using var account = new OperatedAccount(laptop);
        var night = new Operator(account.Account, TimeProvider.System);
        await account.AddConsumerAsync(Consumer, cancellationToken);
        for (var turn = 1; turn <= turns; turn++)
        {
            await account.KillAsync(Consumer, Letters, cancellationToken);
            var clock = Stopwatch.StartNew();
            var plan = await night.Redrive.PlanAsync(Consumer, new RedriveSelection([], null, null, null), cancellationToken);
            var planned = clock.Elapsed.TotalSeconds;
            clock.Restart();
            var moves = await night.Redrive.MoveAsync(plan, rate: null, new Progress<int>(), cancellationToken);
            Require(moves.Moved == Letters, $"{moves.Moved} of {Letters} letters were moved");
            var rate = Letters / clock.Elapsed.TotalSeconds;
            Say($"redrive of {Letters:N0}: planned in {planned:0.0} s, moved {rate:N0} a second, {Memory(laptop)}");
        }
    }

    private async Task ReplayAsync(string folder, CancellationToken cancellationToken)
    {
        await using var laptop = await ServedLaptop.StartAsync(folder, rules: 0, queues: 1, cancellationToken);
        var account = new TestAccount(laptop);
        await account.EmptyAsync(cancellationToken);
        await new Load(laptop.Endpoint).RunAsync(Events / Load.EventsOfACall, cancellationToken);
        var archive = await laptop.CallAsync("AWSEvents.DescribeArchive", new JsonObject { ["ArchiveName"] = "all" }, cancellationToken);
        for (var turn = 1; turn <= turns; turn++)
        {
            await account.EmptyAsync(cancellationToken);
            var clock = Stopwatch.StartNew();
            await laptop.CallAsync("AWSEvents.StartReplay", new JsonObject
            {
                ["ReplayName"] = string.Create(CultureInfo.InvariantCulture, $"turn-{turn}"),
                ["EventSourceArn"] = (string)archive["ArchiveArn"]!,
                ["EventStartTime"] = TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeSeconds(),
                ["EventEndTime"] = TimeProvider.System.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds(),
                ["Destination"] = new JsonObject { ["Arn"] = (string)archive["EventSourceArn"]! },
            }, cancellationToken);
            while (await account.MessagesAsync(cancellationToken) < Events)
            {
                Require(clock.Elapsed < TimeSpan.FromMinutes(5), "the replay did not end in five minutes");
                await Task.Delay(100, cancellationToken);
            }

            Say($"replay of {Events:N0} into a queue: {Events / clock.Elapsed.TotalSeconds:N0} a second, {Memory(laptop)}");
        }
    }

    private async Task StatusAsync(string folder, CancellationToken cancellationToken)
    {
        await using var laptop = await ServedLaptop.StartAsync(folder, rules: 0, queues: 1, cancellationToken);
        using var account = new OperatedAccount(laptop);
        for (var consumer = 0; consumer < Consumers; consumer++)
        {
            await account.AddConsumerAsync(string.Create(CultureInfo.InvariantCulture, $"consumer-{consumer}"), cancellationToken);
        }

        var calls = 0;
        object[] clients =
        [
            account.Account.Sqs, account.Account.Lambda, account.Account.CloudWatch, account.Account.Logs, account.Account.EventBridge,
            account.Account.DynamoDb,
        ];
        foreach (var client in clients.Cast<AmazonServiceClient>())
        {
            client.BeforeRequestEvent += (_, _) => Interlocked.Increment(ref calls);
        }

        for (var turn = 1; turn <= turns; turn++)
        {
            calls = 0;
            var clock = Stopwatch.StartNew();
            var status = await new Operator(account.Account, TimeProvider.System).Status.ReadAsync([], cancellationToken);
            Require(status.Consumers.Count == Consumers, $"{status.Consumers.Count} of {Consumers} consumers were found");
            Say($"status of {Consumers} consumers: {clock.Elapsed.TotalSeconds:0.00} s, {calls} calls, {Memory(laptop)}");
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }

    private static FormattableString Memory(ServedLaptop laptop) =>
        $"peak {laptop.PeakMegabytes:0} MB there, {Environment.WorkingSet / 1e6:0} MB here";

    private void Say(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
