using System.Globalization;
using System.Text.Json.Nodes;
using Waybill.Local.Endpoints;
using Waybill.Player.Playing;
using Waybill.Player.Retail;

namespace Waybill.Shop.Tests.Operating;

/// <summary>A retail day on which a twentieth of everything goes wrong, and the morning after.</summary>
public sealed class HardDayTests(Templates templates)
{
    private const int Seed = 20260302;

    private const string Variable = "WAYBILL_HARD_DAY_INVOICES";

    /// <summary>700 make 2,000 events.</summary>
    private static readonly int Invoices = int.Parse(Environment.GetEnvironmentVariable(Variable) ?? "0", CultureInfo.InvariantCulture);

    public static bool IsAsked => Invoices > 0;

    private static readonly string[] Providers = ["contracts", "customers", "logistics"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>
    /// A twentieth of the orders is poison until the shop's systems have heard of them, third parties fail a twentieth of their calls, a
    /// fifth of the deliveries comes twice and all of them in any order; and nothing is tried a second time by itself.
    /// </summary>
    [Fact(SkipUnless = nameof(IsAsked), Skip = $"It takes minutes: set {Variable}; 700 make a day of 2,000 events.")]
    public async Task A_hard_day_that_was_redriven_and_replayed_ends_like_an_undisturbed_one()
    {
        var day = HardDay();
        var late = day.Orders.Where((_, n) => n % 20 == 7).ToList();
        await using var shop = await RunningShop.OpenAsync(templates, instances: 2);
        var onCall = new OnCall(shop.Aws);
        await DisturbAsync(onCall, await shop.Client.StatusAsync(Cancelled));

        var evening = await shop.PlayAsync(day with { Orders = [.. day.Orders.Except(late)] });
        await CalmAsync(onCall);
        var status = await shop.Client.StatusAsync(Cancelled);
        using var thirdParties = Player.Playing.ThirdParties.Of(status);
        await thirdParties.RegisterAsync([.. late.Select(Play.Registered)], Cancelled);
        var book = new LedgerBook(shop.Client, thirdParties, day);
        await RedriveAsync(onCall, status);
        var redriven = await book.CloseAsync(TimeSpan.Zero, Cancelled);
        var (code, replay) = await onCall.TypeAsync("replay", "--from", "1h", "--yes");
        var replayed = await book.CloseAsync(TimeSpan.Zero, Cancelled);

        TestContext.Current.TestOutputHelper?.WriteLine($"{evening.EventsPublished} events, {evening.DeadLetters} dead letters");
        Assert.True(evening.DeadLetters >= late.Count, $"Only {evening.DeadLetters} are dead.");
        Assert.NotEmpty(Expectation.Of(day).Violations(evening));
        Assert.Empty(Expectation.Of(day).Violations(redriven));
        Assert.True(code == 0, replay);
        Assert.Empty(Expectation.Of(day).Violations(replayed));
        Assert.Distinct((await shop.Client.MailsAsync(Cancelled)).Select(mail => $"{mail.Subject} {mail.Text}"));
    }

    private static async Task DisturbAsync(OnCall onCall, BusStatus status)
    {
        foreach (var queue in status.Queues.Where(queue => !queue.DeadLetter))
        {
            await GiveUpAtOnceAsync(onCall, queue.Name);
        }

        await onCall.TypeAsync("chaos", "duplicates", "--rate", "20%", "--for", "1h", "--seed", $"{Seed}");
        await onCall.TypeAsync("chaos", "shuffle", "--for", "1h", "--seed", $"{Seed}");
        foreach (var name in Providers)
        {
            await onCall.TypeAsync("standin", name, "error", "--rate", "5%", "--seed", $"{Seed}");
        }
    }

    private static async Task CalmAsync(OnCall onCall)
    {
        await onCall.TypeAsync("chaos", "off");
        foreach (var name in Providers)
        {
            await onCall.TypeAsync("standin", name, "ok");
        }
    }

    private static async Task RedriveAsync(OnCall onCall, BusStatus status)
    {
        foreach (var queue in status.Queues.Where(queue => queue is { DeadLetter: true, Messages: > 0 }))
        {
            var (code, output) = await onCall.TypeAsync("redrive", queue.Name["waybill-dev-".Length..^"-dlq".Length], "--yes");
            Assert.True(code == 0, output);
        }
    }

    private static Task GiveUpAtOnceAsync(OnCall onCall, string queue) => onCall.SetAsync(
        queue,
        "RedrivePolicy",
        new JsonObject
        {
            ["deadLetterTargetArn"] = $"arn:aws:sqs:eu-central-1:111111111111:{queue}-dlq",
            ["maxReceiveCount"] = 1,
        }.ToJsonString());

    private static ShopDay HardDay()
    {
        var chance = new Random(Seed);
        var invoices = new List<Invoice>();
        for (var n = 0; n < Invoices; n++)
        {
            var customer = chance.Next(10) == 0 ? null : $"{50_000 + chance.Next(200)}";
            var returns = n > 20 && chance.Next(12) == 0;
            var lines = Enumerable.Range(0, chance.Next(1, 4)).Select(_ => chance.Next(80)).Distinct().Select(product => new InvoiceLine(
                $"{90_000 + product}", (returns ? -1 : 1) * chance.Next(1, 30), product % 4 == 0 ? 25m : 2.5m));
            invoices.Add(new Invoice(
                $"{(returns ? "C" : "")}{600_000 + n}", new DateTime(2026, 3, 2, 8, 0, 0).AddSeconds(n * 30), customer, [.. lines]));
        }

        return ShopDay.From(new RetailDays(invoices, []), []);
    }
}
