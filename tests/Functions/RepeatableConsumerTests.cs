using System.Reflection;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Microsoft.Extensions.DependencyInjection;
using Waybill.Eventing;
using Waybill.Eventing.Consuming;
using Waybill.Tests.Support;

namespace Waybill.Functions.Tests;

/// <summary>What is declared <c>[Repeatable]</c> is it: nothing else stands between such a consumer and a second delivery.</summary>
public sealed class RepeatableConsumerTests(Dynalite dynalite, SynthesizedRules rules) : IClassFixture<Dynalite>
{
    private const int Rounds = 5;

    public static TheoryData<string> Repeatable => [.. EntryLine.All.Select(line => line.Consumer).Where(IsRepeatable)];

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Repeatable))]
    public async Task Whatever_comes_again_and_in_whatever_order_leaves_what_one_delivery_of_each_leaves(string consumer)
    {
        var line = EntryLine.All.Single(one => one.Consumer == consumer);
        List<string> events = [.. rules.HeardBy(line).SelectMany(Examples.Of).SelectMany(OfSeveral)];
        var once = await LeftAsync(line, events.Chunk(10));

        Assert.NotEmpty(once);
        for (var seed = 0; seed < Rounds; seed++)
        {
            var again = await LeftAsync(line, Shuffled(events, new Random(seed)));
            Assert.True(once.SequenceEqual(again), $"Seed {seed} left\n{string.Join('\n', again)}\nand not\n{string.Join('\n', once)}");
        }
    }

    /// <summary>Each one to four times, in any order, in batches of any size.</summary>
    private static IEnumerable<string[]> Shuffled(IEnumerable<string> events, Random random)
    {
        var all = events.SelectMany(one => Enumerable.Repeat(one, random.Next(1, 5))).ToArray();
        random.Shuffle(all);
        return all.Chunk(random.Next(1, 11));
    }

    /// <summary>An example as three events, so that some are about the same and some about others.</summary>
    private static IEnumerable<string> OfSeveral(string example) => Enumerable.Range(1, 3).Select(i =>
    {
        var copy = JsonNode.Parse(example)!;
        copy["id"] = $"{copy["id"]}-{i}";
        return copy.ToJsonString();
    });

    /// <summary>Every item of every table, after these deliveries to tables of their own.</summary>
    private async Task<IReadOnlyList<string>> LeftAsync(EntryLine line, IEnumerable<string[]> batches)
    {
        await using var shop = await Surroundings.StartAsync(dynalite);
        var configure = line.Method.DeclaringType!.Assembly.GetTypes().Single(type => type.Name == "Startup").GetMethod("Configure")!;
        var team = shop.Team(configure.CreateDelegate<Action<IServiceCollection, Settings>>());
        foreach (var batch in batches)
        {
            Assert.Empty(await shop.DeliverAsync(line, team, batch));
        }

        Assert.Empty(shop.Bus.Published);
        Assert.Empty(shop.Parties.Mails);
        var tables = shop.Settings.Where(setting => setting.Key.EndsWith("_TABLE", StringComparison.Ordinal)).ToList();
        Assert.Empty(await ItemsAsync(shop.Setting("IDEMPOTENCY_TABLE")));
        var items = await Task.WhenAll(tables.Select(table => ItemsAsync(table.Value)));
        return [.. items.SelectMany(ofTable => ofTable).Order(StringComparer.Ordinal)];
    }

    private async Task<IEnumerable<string>> ItemsAsync(string table) =>
        (await dynalite.Client.ScanAsync(new ScanRequest(table), Ending)).Items.Select(item => string.Join(' ', item
            .OrderBy(attribute => attribute.Key, StringComparer.Ordinal).Select(one => $"{one.Key}={one.Value.S ?? one.Value.N}")));

    private static bool IsRepeatable(string consumer) => EntryLine.Teams.SelectMany(team => team.GetTypes())
        .Any(type => type.Name == consumer && type.IsDefined(typeof(RepeatableAttribute)));
}
