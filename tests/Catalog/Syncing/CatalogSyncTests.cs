using Waybill.Catalog.Reading;
using Waybill.Catalog.Routing;
using Waybill.Catalog.Syncing;
using Waybill.Catalog.Tests.Checking;

namespace Waybill.Catalog.Tests.Syncing;

public sealed class CatalogSyncTests(SynthesizedShop shop)
{
    private const string Service = "events-catalog/domains/Ordering/services/Orders/index.mdx";
    private static readonly EventCatalog Catalog = CatalogReader.Load(Repository.Path("events-catalog"));

    public static TheoryData<string> Cases =>
        [.. Directory.EnumerateFiles(Repository.Path("tests/Catalog/Syncing/cases")).Select(file => Path.GetFileName(file)).Order()];

    [Fact]
    public void Changes_nothing_in_the_shop()
    {
        using var copy = new ShopCopy(shop);

        var outcome = Sync(copy);

        Assert.Empty(outcome.Changed);
        Assert.Empty(outcome.Findings);
    }

    /// <summary>A case is a page, who hears what, and the page that must come of it, with lines of <c>=====</c> between.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Changes_the_lines_it_must_and_no_others(string file)
    {
        var parts = File.ReadAllText(Repository.Path($"tests/Catalog/Syncing/cases/{file}")).Split("=====\n");
        var heard = parts[1].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split(':'))
            .ToLookup(pair => Catalog.FindEvent(pair[0])!, pair => pair[1]);

        var once = ReceivesList.Write(parts[0], Catalog, heard);

        Assert.Equal(parts[2], once);
        Assert.Equal(once, ReceivesList.Write(once, Catalog, heard));
        Assert.Equal(WithCarriageReturns(once), ReceivesList.Write(WithCarriageReturns(parts[0]), Catalog, heard));
    }

    [Fact]
    public void Mends_whatever_is_wrong_with_the_receivers_and_is_done_after_one_run()
    {
        const int Seed = 20261120;
        var random = new Random(Seed);
        string[] entries =
        [
            .. Catalog.Events.Select(e => $"  - id: {e.Id}\n    version: {e.Version}\n"),
            "  - { id: OrderCreated, version: ^1.0.0 } # old\n", "  # why\n",
            "  - { id: OrderReturned, consumers: [TrackOrder, Gone] } # old\n",
            "  - id: OrderCancelled\n    consumers:\n      - TrackOrder\n",
        ];
        using var copy = new ShopCopy(shop);
        var whole = File.ReadAllText(copy.PathOf(Service));
        var before = whole[..whole.IndexOf("receives:\n", StringComparison.Ordinal)];
        var rest = whole[whole.IndexOf("---\n\nPublishes", StringComparison.Ordinal)..];
        for (var round = 0; round < 40; round++)
        {
            random.Shuffle(entries);
            var given = before + "receives:\n" + string.Concat(entries.Take(random.Next(entries.Length + 1))) + rest;
            File.WriteAllText(copy.PathOf(Service), given);

            var (first, second) = (Sync(copy), Sync(copy));

            var written = File.ReadAllText(copy.PathOf(Service));
            Assert.True(first.Findings.Count == 0 && second.Changed.Count == 0, $"seed {Seed}, round {round}:\n{given}\n→\n{written}");
            Assert.StartsWith(before, written, StringComparison.Ordinal);
            Assert.EndsWith(rest, written, StringComparison.Ordinal);
            Assert.True(
                copy.Check().ExitCode == 0,
                $"seed {Seed}, round {round}:\n{string.Join('\n', copy.Check().Findings)}\n{given}\n→\n{written}");
        }
    }

    [Fact]
    public void Writes_nothing_while_the_catalog_cannot_be_read()
    {
        using var copy = new ShopCopy(shop);
        copy.Edit(Service, "receives:\n  - id: OrderCreated\n    version: 2.0.0\n    consumers: [TrackOrder]\n", "receives:\n");
        copy.Edit("events-catalog/domains/Stock/services/Inventory/index.mdx", "name: Inventory", "name: [Inventory");
        var before = File.ReadAllText(copy.PathOf(Service));

        var outcome = Sync(copy);

        var finding = Assert.Single(outcome.Findings, finding => finding.RuleId.StartsWith("structure/", StringComparison.Ordinal));
        Assert.Equal("structure/frontmatter", finding.RuleId);
        Assert.Equal(before, File.ReadAllText(copy.PathOf(Service)));
    }

    private static string WithCarriageReturns(string page) => page.Replace("\n", "\r\n", StringComparison.Ordinal);

    private static SyncOutcome Sync(ShopCopy copy) => CatalogSync.Run(copy.Folders, BusRules.Read(copy.PathOf("cdk.out"), "cdk.out"));
}
