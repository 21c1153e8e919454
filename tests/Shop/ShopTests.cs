using Waybill.Cli.Toolchain;
using Waybill.Local.Disturbances;
using Waybill.Player.Playing;

namespace Waybill.Shop.Tests;

/// <summary>The whole path: catalog, stacks, templates, bus, queues, function processes, DynamoDB, mail.</summary>
public sealed class ShopTests(Templates templates)
{
    [Fact]
    public async Task The_sample_day_becomes_mails_contracts_and_reorders()
    {
        await using var shop = await RunningShop.OpenAsync(templates, instances: 2);

        var ledger = await shop.PlayAsync(ShopDay.Sample());

        Assert.Empty(Expectation.Of(ShopDay.Sample()).Violations(ledger));
        Assert.Equal((7, 1, 1, 1), (ledger.Orders, ledger.Returns, ledger.UnmatchedReturns, ledger.GuestOrders));
        Assert.True(
            ledger.DuplicatesSuppressed >= 3,
            $"Order 700005 is published twice to three consumers that remember; {ledger.DuplicatesSuppressed} were suppressed.");
    }

    /// <remarks>Six teams are compiled to executables, a minute of processor time each: only where somebody asks for it.</remarks>
    [Fact]
    public async Task The_sample_day_is_the_same_with_native_executables()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("WAYBILL_TEST_NATIVE") is not null,
            "WAYBILL_TEST_NATIVE=1 makes native executables.");
        var folder = Directory.CreateTempSubdirectory("waybill-native-");
        await new Workbench(Repository.Find(), Templates.Quiet, TimeProvider.System)
            .PrepareAsync(
                "dev", folder.FullName, SynthesisUse.RunAs($"{SynthesisUse.Runtime}-native"), build: false,
                TestContext.Current.CancellationToken);
        await using (var shop = await RunningShop.OpenAsync(folder.FullName))
        {
            Assert.Empty(Expectation.Of(ShopDay.Sample()).Violations(await shop.PlayAsync(ShopDay.Sample())));
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Playing_a_day_again_even_after_a_restart_changes_no_effect()
    {
        await using var shop = await RunningShop.OpenAsync(templates, instances: 2);
        var first = await shop.PlayAsync(ShopDay.Sample());

        var second = await shop.PlayAsync(ShopDay.Sample());
        await shop.ReopenAsync();
        var third = await shop.PlayAsync(ShopDay.Sample());

        Assert.Equal(Effects(first), Effects(second));
        Assert.Equal(Effects(first), Effects(third));
    }

    [Fact]
    public async Task Duplicates_and_disorder_change_no_effect()
    {
        DisturbanceKind[] kinds = [DisturbanceKind.Duplicates, DisturbanceKind.Shuffle];
        await using var shop = await RunningShop.OpenAsync(templates, instances: 2);
        foreach (var kind in kinds)
        {
            var request = new DisturbanceRequest(kind, DisturbanceRequest.MostSeconds, Seed: 7);
            await shop.Client.DisturbAsync(request, TestContext.Current.CancellationToken);
        }

        var ledger = await shop.PlayAsync(ShopDay.Sample());

        Assert.Empty(Expectation.Of(ShopDay.Sample()).Violations(ledger));
    }

    private static (int, int, int, int, int) Effects(Ledger ledger) =>
        (ledger.MailsSent, ledger.ContractsIssued, ledger.ContractsCancelled, ledger.Reorders, ledger.DeadLetters);
}
