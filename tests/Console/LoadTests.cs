using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Waybill.Cli.Toolchain;

namespace Waybill.WebConsole.Tests;

/// <summary>What the page costs the bus and the browser, at a rate that a quiet machine manages; asked for by <c>WAYBILL_MEASURE</c>, the
/// seconds of each run, since it takes minutes and means something on a quiet machine only.</summary>
[Collection(ShopConsoleTests.Name)]
public sealed class LoadTests(ShopConsole console, ITestOutputHelper output)
{
    private const string Variable = "WAYBILL_MEASURE";
    private const int Rate = 2_000;
    private const int BatchSize = 10;
    private const int Workers = 8;

    private const string Example =
        "events-catalog/domains/Ordering/services/Orders/events/OrderCreated/versioned/1.0.0/examples/two-items.json";

    public static bool IsAsked => Chromium.IsInstalled && Seconds > 0;

    private static int Seconds => int.TryParse(Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out var given)
        ? given
        : 0;

    [Fact(SkipUnless = nameof(IsAsked), Skip = $"Measures are taken with {Variable}=60, on a quiet machine.")]
    public async Task With_the_page_open_the_bus_is_as_fast_and_the_page_neither_stalls_nor_grows()
    {
        var (without, with) = (new List<double>(), new List<double>());
        for (var round = 0; round < 2; round++)
        {
            without.Add(await PublishAsync());
            await using var looker = await Looker.OpenAsync(console, "flow");
            await Looker.SeesAsync(looker.Page.Locator(".consumer"));
            await looker.Page.EvaluateAsync(
                """
                () => { globalThis.stalls = [];
                  new PerformanceObserver((list) => globalThis.stalls.push(...list.getEntries().map((one) => one.duration)))
                    .observe({ type: 'longtask' }); }
                """);
            var publishing = PublishAsync();
            await Task.Delay(TimeSpan.FromSeconds(Seconds / 3.0), TestContext.Current.CancellationToken);
            var early = await HeapAsync(looker.Page);
            with.Add(await publishing);
            var late = await HeapAsync(looker.Page);
            var stalls = await looker.Page.EvaluateAsync<double[]>("globalThis.stalls");
            output.WriteLine(
                $"round {round + 1}: {without[^1]:0} events/s without, {with[^1]:0} with; heap {early / 1e6:0.0} MB at a third, "
                + $"{late / 1e6:0.0} MB at the end ({late / early:0.00}); longest task "
                + $"{stalls.DefaultIfEmpty().Max():0} ms of {stalls.Length}");
        }

        output.WriteLine($"with the page {with.Average() / without.Average():0.00} of the throughput without");
    }

    /// <summary>Publishes events that nobody hears, so that the bus and the page are what works.</summary>
    /// <returns>Events a second.</returns>
    private async Task<double> PublishAsync()
    {
        var example = JsonNode.Parse(await File.ReadAllTextAsync(Repository.Find().Path(Example), TestContext.Current.CancellationToken))!;
        var (clock, sent) = (Stopwatch.StartNew(), 0);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(async _ =>
        {
            while (clock.Elapsed.TotalSeconds < Seconds)
            {
                if (Volatile.Read(ref sent) > clock.Elapsed.TotalSeconds * Rate)
                {
                    await Task.Delay(5, TestContext.Current.CancellationToken);
                    continue;
                }

                Interlocked.Add(ref sent, BatchSize);
                await console.Shop.Aws.PutEventsAsync(Enumerable.Range(0, BatchSize).Select(_ =>
                {
                    var detail = example.DeepClone();
                    detail["id"] = Guid.CreateVersion7().ToString();
                    return ("shop.orders", "OrderCreated.v1", detail.ToJsonString());
                }));
            }
        }));
        return sent / clock.Elapsed.TotalSeconds;
    }

    /// <summary>Bytes of the page's objects that are in use.</summary>
    private static async Task<double> HeapAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("HeapProfiler.collectGarbage");
        var usage = await session.SendAsync("Runtime.getHeapUsage");
        return usage!.Value.GetProperty("usedSize").GetDouble();
    }
}
