using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Endpoints;

namespace Waybill.Local.Tests.Durability;

/// <summary>A laptop with a consumer is killed right after it has taken events, and again and again while it starts.</summary>
public sealed class ConsumerKillTests(ITestOutputHelper output)
{
    private const int UsualKills = 5;
    private const int Events = 5;
    private const string Queue = "orders";
    private const string RunVariable = "WAYBILL_RUN";

    private static readonly string Runner = $"{typeof(ConsumerKillTests).FullName}.{nameof(Consuming)}";

    public static bool IsLinux => OperatingSystem.IsLinux();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(SkipUnless = nameof(IsLinux), Skip = "Looks for processes in /proc.")]
    public async Task Kills_cost_no_event_more_than_a_receive_and_leave_no_process()
    {
        var (kills, seed) = (KillTests.Number(KillTests.KillsVariable) ?? UsualKills, KillTests.Number(KillTests.SeedVariable) ?? 1);
        var (folder, random) = (Directory.CreateTempSubdirectory("waybill-kills-").FullName, new Random(seed));
        var longest = TimeSpan.Zero;
        for (var kill = 0; kill < kills; kill++)
        {
            using var victim = await Victim.StartAsync(folder, Cancelled, Runner);
            if (kill % UsualKills == 0)
            {
                await victim.Api.CallAsync("AWSEvents.PutEvents", Orders(), Cancelled);
            }
            else
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1500)), Cancelled);
            }

            await victim.KillAsync(Cancelled);
            var took = await EndedAsync(victim.Id);
            longest = took > longest ? took : longest;
        }

        var rounds = (kills + UsualKills - 1) / UsualKills;
        var left = await ReadAsync(folder);
        output.WriteLine($"{kills} kills: {left.Count} of {rounds * Events} events left, received "
            + $"{string.Join(", ", left.Select(message => message.ReceiveCount).Order())} times; "
            + $"all processes ended in {longest.TotalSeconds:0.0} s");
        Assert.All(left, message => Assert.EndsWith($":{Queue}", message.QueueArn, StringComparison.Ordinal));
        Assert.All(left, message => Assert.InRange(message.ReceiveCount, 0, 1));
        await FinishAsync(folder);
        Assert.Empty(await ReadAsync(folder));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Not a test but the laptop that the one above kills.</summary>
    [Fact(Explicit = true)]
    public async Task Consuming()
    {
        var folder = Environment.GetEnvironmentVariable(Victim.FolderVariable)!;
        await using var laptop = await Laptop.StartAsync(
            Options(folder) with { Port = KillTests.Number(Victim.PortVariable)!.Value }, Cancelled);
        await Task.Delay(Timeout.InfiniteTimeSpan, Cancelled);
    }

    private static LaptopOptions Options(string folder)
    {
        var cdkOut = Path.Combine(folder, "cdk.out");
        if (!Directory.Exists(cdkOut))
        {
            Directory.CreateDirectory(cdkOut);
            SampleAssembly.WriteTo(cdkOut);
        }

        return new LaptopOptions { CdkOut = cdkOut, DataFolder = Path.Combine(folder, "data"), NodeFolder = Repository.Root, Port = 0 };
    }

    /// <summary>Lets an undisturbed laptop, whose clock runs faster than visibility timeouts, do the rest.</summary>
    private static async Task FinishAsync(string folder)
    {
        await using var laptop = await Laptop.StartAsync(
            Options(folder) with { Time = new ScaledTime(TimeProvider.System, 500) }, Cancelled);
        using var admin = new AdminClient(laptop.Endpoint);
        while (!(await admin.StatusAsync(Cancelled)).Idle)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), Cancelled);
        }
    }

    private static async Task<IReadOnlyList<StoredMessage>> ReadAsync(string folder)
    {
        await using var store = BusStore.Open(Path.Combine(folder, "data"), TimeProvider.System);
        return [.. store.Reader.Messages()];
    }

    /// <summary>Waits until no process has the variable that names a run.</summary>
    private static async Task<TimeSpan> EndedAsync(int runner)
    {
        var variable = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{RunVariable}={runner:x}-"));
        var killed = Stopwatch.StartNew();
        while (Directory.EnumerateDirectories("/proc").Any(process => Has(process, variable)))
        {
            Assert.True(killed.Elapsed < TimeSpan.FromMinutes(1));
            await Task.Delay(TimeSpan.FromMilliseconds(20), Cancelled);
        }

        return killed.Elapsed;
    }

    private static bool Has(string process, byte[] variable)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(process, "environ")).AsSpan().IndexOf(variable) >= 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static JsonObject Orders() => new()
    {
        ["Entries"] = new JsonArray([.. Enumerable.Range(0, Events).Select(number => new JsonObject
        {
            ["EventBusName"] = "shop",
            ["Source"] = "shop.orders",
            ["DetailType"] = "Ordered",
            ["Detail"] = $$"""{"do":"say order {{number}}"}""",
        })]),
    };
}
