using System.Globalization;
using Waybill.Player.Playing;

namespace Waybill.Shop.Tests.Operating;

/// <summary>Orders of the sample shop through many kills of its runner, against the same orders undisturbed.</summary>
[Collection(WaybillProcess.UpInTheCheckout)]
public sealed class KilledDayTests(Templates templates)
{
    private const string Variable = "WAYBILL_SHOP_KILLS";

    private const int Seed = 20261129;

    /// <summary>A start takes three seconds or four: some kills come before its end, some when functions are at work.</summary>
    private const int LongestLifeMilliseconds = 6000;

    private static readonly TimeSpan Gone = TimeSpan.FromSeconds(2);

    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable(Variable) ?? "0", CultureInfo.InvariantCulture);

    private static readonly string[] Orders = ["900801", "900802", "900803", "900804", "900805"];

    public static bool IsAsked => Kills > 0 && OperatingSystem.IsLinux();

    /// <summary>What was in a function's hands at a kill is seen again after its visibility timeout of minutes, which the end waits for.
    /// </summary>
    [Fact(SkipUnless = nameof(IsAsked), Skip = $"It takes minutes, and looks for processes in /proc: set {Variable}, 50 say.")]
    public async Task Orders_that_were_accepted_are_served_once_whenever_the_runner_is_killed()
    {
        var day = Days.Orders(500, Orders);
        Ledger undisturbed;
        await using (var shop = await RunningShop.OpenAsync(templates))
        {
            undisturbed = await shop.PlayAsync(day);
        }

        var random = new Random(Seed);
        await using var runner = await Runner.StartAsync();
        await runner.RegisterAsync(day);
        foreach (var order in Orders)
        {
            await new OnCall(runner.Aws).OrderAsync(order);
        }

        await runner.KillAsync(Gone);
        for (var kill = 1; kill < Kills; kill++)
        {
            runner.BeginAgain();
            await Task.Delay(random.Next(LongestLifeMilliseconds), TestContext.Current.CancellationToken);
            await runner.KillAsync(Gone);
        }

        await runner.StartAgainAsync();
        var ledger = await runner.PlayAsync(day);

        Assert.Equal(Effects(undisturbed), Effects(ledger));
        // One that was out when its process died may be sent once more: docs/failures.md names the window.
        var mails = (await runner.MailsAsync()).GroupBy(mail => mail.Subject, StringComparer.Ordinal).ToList();
        Assert.Equal(undisturbed.MailsSent, mails.Count);
        Assert.All(mails, mail => Assert.InRange(mail.Count(), 1, 2));
    }

    private static (int, int, int, int) Effects(Ledger ledger) =>
        (ledger.ContractsIssued, ledger.ContractsCancelled, ledger.Reorders, ledger.DeadLetters);
}
