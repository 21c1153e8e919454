using Spectre.Console;
using Waybill.Cli.Toolchain;
using Waybill.Player.Playing;

namespace Waybill.Shop.Benchmarks;

/// <summary>Takes every figure one after the other, with the baselines they are compared with in the same run.</summary>
internal sealed class Measurement(IAnsiConsole console)
{
    private const string OneConsumer = "SendOrderConfirmation";

    /// <summary>An order is one event to this consumer and about twenty to the whole shop.</summary>
    private const int TimesForOneConsumer = 10;

    private readonly Repository _repository = Repository.Find();

    public async Task RunAsync(int orders, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        var templates = await ShopTemplates.SynthesizeAsync(_repository, folder.Make("cdk.out"), cancellationToken);
        Say("the stacks are synthesized");

        var starts = await new FunctionStarts(templates.Folder).MeasureAsync(Say, cancellationToken);
        // The store alone before, between and after: on a busy machine the three differ, and their median is the fairest divisor.
        var writes = new List<double> { await StoreAsync(cancellationToken) };
        var throughput = new Throughput(_repository, templates.Folder, console);
        Say($"the whole shop: {orders} orders");
        var shop = await throughput.MeasureAsync(folder.Make("shop"), Days.Whole(orders), Checked, cancellationToken);
        writes.Add(await StoreAsync(cancellationToken));
        templates.DisableRulesExcept(OneConsumer);
        Say($"{OneConsumer} alone: {orders * TimesForOneConsumer} orders");
        var one = await throughput.MeasureAsync(
            folder.Make("one"), Days.OrdersOnly(orders * TimesForOneConsumer), Confirmed, cancellationToken);
        writes.Add(await StoreAsync(cancellationToken));

        new Report(Statistics.Of(writes).Median, one, shop, starts).Print(console);
    }

    /// <summary>How one function starts, in each way it can be packed, beside a program that does nothing.</summary>
    public async Task StartsAsync(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        var templates = await ShopTemplates.SynthesizeAsync(_repository, folder.Make("cdk.out"), cancellationToken);
        var (starts, empty) = await new PackagedStarts(_repository, templates.Folder, Say).MeasureAsync(cancellationToken);
        PackagedStart.Print(starts, empty, console);
    }

    private async Task<double> StoreAsync(CancellationToken cancellationToken)
    {
        var perSecond = await StoreAlone.WritesPerSecondAsync(_repository.Root, cancellationToken);
        Say($"dynalite alone: {perSecond:0} conditional writes/s");
        return perSecond;
    }

    /// <summary>A figure counts only if the shop did what it had to.</summary>
    private static IReadOnlyList<string> Checked(ShopDay day, Ledger ledger) => Expectation.Of(day).Violations(ledger);

    private static IReadOnlyList<string> Confirmed(ShopDay day, Ledger ledger)
    {
        var expected = day.Orders.Count(order => order.CustomerId is not null);
        return (ledger.MailsSent, ledger.DeadLetters) == (expected, 0)
            ? []
            : [$"mailsSent is {ledger.MailsSent}, expected {expected}; deadLetters is {ledger.DeadLetters}, expected 0"];
    }

    private void Say(string text) => console.MarkupLineInterpolated($"[green]•[/] {text}");
}
