using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Waybill.Local.Tests.Durability;

/// <summary>A laptop that is killed at random moments under load keeps every promise it made.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    internal const string KillsVariable = "WAYBILL_TEST_KILLS";
    internal const string SeedVariable = "WAYBILL_TEST_SEED";
    private const int UsualKills = 3;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_refused_is_there_however_often_it_is_killed()
    {
        var (kills, seed) = (Number(KillsVariable) ?? UsualKills, Number(SeedVariable) ?? (int)TimeProvider.System.GetTimestamp());
        output.WriteLine($"{kills} kills, seed {seed} ({SeedVariable})");
        var folder = Directory.CreateTempSubdirectory("waybill-kills-").FullName;
        var (random, ledger) = (new Random(seed), new Ledger());
        for (var kill = 0; kill < kills; kill++)
        {
            using var victim = await Victim.StartAsync(folder, Cancelled);
            if (kill == 0)
            {
                await KillAccount.MakeAsync(victim.Api, Cancelled);
            }

            var working = new Clients(ledger, victim.Api, random.Next(), Cancelled).RunAsync();
            await Task.WhenAny(working, Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 2500)), Cancelled));
            await victim.KillAsync(Cancelled);
            await working;
        }

        using var last = await Victim.StartAsync(folder, Cancelled);
        await CheckAsync(ledger, last.Api);
        await last.KillAsync(Cancelled);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Five_kills_right_after_a_receive_cost_a_message_one_receive()
    {
        var folder = Directory.CreateTempSubdirectory("waybill-kills-").FullName;
        var counts = new List<int>();
        for (var kill = 0; kill <= 5; kill++)
        {
            using var victim = await Victim.StartAsync(folder, Cancelled);
            if (kill == 0)
            {
                await MakeAsync(victim.Api);
                await victim.Api.CallAsync(
                    "AmazonSQS.SendMessage", new JsonObject { ["QueueUrl"] = "work", ["MessageBody"] = "once" }, Cancelled);
            }

            var answer = await victim.Api.CallAsync(
                "AmazonSQS.ReceiveMessage",
                new JsonObject { ["QueueUrl"] = "work", ["MessageSystemAttributeNames"] = new JsonArray("All") }, Cancelled);
            counts.AddRange((answer["Messages"]?.AsArray() ?? []).Select(
                message => int.Parse((string)message!["Attributes"]!["ApproximateReceiveCount"]!, CultureInfo.InvariantCulture)));
            await victim.KillAsync(Cancelled);
        }

        // Received again only when its receive had not reached the disk: then it has not happened.
        Assert.NotEmpty(counts);
        Assert.All(counts, count => Assert.Equal(1, count));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_kill_costs_metrics_no_more_than_what_has_not_been_written_yet()
    {
        var folder = Directory.CreateTempSubdirectory("waybill-kills-").FullName;
        using (var victim = await Victim.StartAsync(folder, Cancelled))
        {
            await victim.Api.CallAsync(
                "GraniteServiceVersion20100801.PutMetricData",
                JsonNode.Parse("""{"Namespace":"Kill","MetricData":[{"MetricName":"Seen","Values":[3,4]}]}""")!
                    .AsObject(),
                Cancelled);
            // Nothing but the file says when it is there.
            while (!await IsWrittenAsync(folder))
            {
                await Task.Delay(20, Cancelled);
            }

            await victim.KillAsync(Cancelled);
        }

        using var again = await Victim.StartAsync(folder, Cancelled);
        var now = TimeProvider.System.GetUtcNow();
        var answer = await again.Api.CallAsync(
            "GraniteServiceVersion20100801.GetMetricStatistics",
            new JsonObject
            {
                ["Namespace"] = "Kill",
                ["MetricName"] = "Seen",
                ["Statistics"] = new JsonArray("Sum"),
                ["StartTime"] = now.AddHours(-1).ToUnixTimeSeconds(),
                ["EndTime"] = now.AddHours(1).ToUnixTimeSeconds(),
                ["Period"] = 7200,
            },
            Cancelled);
        Assert.Equal(7, (double)Assert.Single(answer["Datapoints"]!.AsArray())!["Sum"]!);
        await again.KillAsync(Cancelled);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Not a test but the laptop that the tests above kill.</summary>
    [Fact(Explicit = true)]
    public async Task Runner()
    {
        var folder = Environment.GetEnvironmentVariable(Victim.FolderVariable)!;
        var cdkOut = Directory.CreateDirectory(Path.Combine(folder, "cdk.out")).FullName;
        var manifest = Path.Combine(AppContext.BaseDirectory, "SampleShop", "manifest.json");
        File.Copy(manifest, Path.Combine(cdkOut, "manifest.json"), overwrite: true);
        await File.WriteAllTextAsync(Path.Combine(cdkOut, "shop.template.json"), """{ "Resources": {} }""", Cancelled);
        await using var laptop = await Laptop.StartAsync(
            new LaptopOptions
            {
                CdkOut = cdkOut,
                DataFolder = Path.Combine(folder, "data"),
                DynamoDbEndpoint = new Uri("http://127.0.0.1:1"),
                Port = Number(Victim.PortVariable)!.Value,
            },
            Cancelled);
        await Task.Delay(Timeout.InfiniteTimeSpan, Cancelled);
    }

    private async Task CheckAsync(Ledger ledger, VictimApi api)
    {
        var rules = await KillAccount.RulesAsync(api, Cancelled);
        Assert.Subset(rules.ToHashSet(StringComparer.Ordinal), KillAccount.Queues.Keys.ToHashSet(StringComparer.Ordinal));
        var subscription = ledger.Subscription?.Name;
        Assert.All(rules, rule => Assert.True(KillAccount.Queues.ContainsKey(rule) || rule == subscription, $"there is a rule {rule}"));
        foreach (var (queue, kinds) in KillAccount.Queues)
        {
            var there = await Receiving.DrainAsync(ledger, api, queue, Cancelled);
            var owed = ledger.Owed(kinds).ToHashSet();
            var deleted = ledger.Deletions.Keys.Where(deletion => deletion.Queue == queue).Select(deletion => deletion.Number);
            output.WriteLine(
                $"{queue}: {owed.Count} acknowledged, {deleted.Count()} deleted, {there.Count} there, "
                + $"{there.Count(number => ledger.Sent[number].Acknowledged is null)} of them never acknowledged");
            Assert.Empty(owed.Except(there).Except(deleted));
            Assert.All(there, number => Assert.Contains(ledger.Sent[number].Kind, kinds));
        }

        Assert.Empty(await Receiving.DrainAsync(ledger, api, KillAccount.Dead, Cancelled));
        output.WriteLine(
            $"{ledger.Sent.Values.Count(sent => sent.IsRefused)} refused; {ledger.Checked} subscriptions came and went; "
            + $"{ledger.Unanswered.Values.Sum()} receives without answer");
    }

    private static async Task MakeAsync(VictimApi api)
    {
        await api.CallAsync("AmazonSQS.CreateQueue", new JsonObject { ["QueueName"] = "letters" }, Cancelled);
        var letters = await api.CallAsync(
            "AmazonSQS.GetQueueAttributes",
            new JsonObject { ["QueueUrl"] = "letters", ["AttributeNames"] = new JsonArray("QueueArn") }, Cancelled);
        var attributes = new JsonObject
        {
            ["VisibilityTimeout"] = "600",
            ["RedrivePolicy"] = $$"""{"deadLetterTargetArn":"{{letters["Attributes"]!["QueueArn"]}}","maxReceiveCount":"3"}""",
        };
        await api.CallAsync("AmazonSQS.CreateQueue", new JsonObject { ["QueueName"] = "work", ["Attributes"] = attributes }, Cancelled);
    }

    private static async Task<bool> IsWrittenAsync(string folder)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "data", "metrics.db")};Pooling=False");
        await connection.OpenAsync(Cancelled);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM series WHERE name = 'Seen'";
        return (long)(await command.ExecuteScalarAsync(Cancelled))! > 0;
    }

    internal static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
