using System.Globalization;
using System.Security.Cryptography;
using Waybill.Tests.Support;

namespace Waybill.Eventing.Tests.Consuming;

/// <summary>
/// Any interleaving of deliveries, crashes, failures and ended leases has one effect, and one more for each run that ended after it.
/// </summary>
public sealed class ExactlyOneEffectTests(Dynalite dynalite, ITestOutputHelper output) : IClassFixture<Dynalite>
{
    private const int Runs = 30;
    private const int Steps = 60;

    [Fact]
    public async Task Whatever_happens_in_between_everything_is_done_once()
    {
        var seed = Environment.GetEnvironmentVariable("WAYBILL_TEST_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : RandomNumberGenerator.GetInt32(int.MaxValue / 2);
        output.WriteLine($"To repeat this run set WAYBILL_TEST_SEED={seed}.");
        var table = await dynalite.CreateTableAsync("id");
        var seen = new Dictionary<string, int>();
        for (var run = 0; run < Runs; run++)
        {
            var world = new DeliveryWorld(dynalite.Client, table, run, new Random(seed + run));
            await world.LiveAsync(Steps);
            await world.SettleAsync();
            world.Check($"WAYBILL_TEST_SEED={seed}, run {run}");
            world.CountInto(seen);
        }

        output.WriteLine(string.Join(", ", seen.OrderBy(one => one.Key).Select(one => $"{one.Key}: {one.Value}")));
        Assert.Superset(DeliveryWorld.Everything.ToHashSet(), seen.Keys.ToHashSet());
    }
}
