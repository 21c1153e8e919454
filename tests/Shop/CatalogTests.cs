using Amazon.EventBridge;
using Amazon.Runtime;
using Waybill.Catalog.Consumers;
using Waybill.Catalog.Routing;
using Waybill.Cli.Commands.Catalog;
using Waybill.Cli.Toolchain;

namespace Waybill.Shop.Tests;

/// <summary>The catalog commands as people run them, and against a shop that is up.</summary>
public sealed class CatalogTests(Templates templates) : IDisposable
{
    private readonly DirectoryInfo _copy = Directory.CreateTempSubdirectory("waybill-catalog-copy-");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Catalog => Path.Combine(_copy.FullName, "events-catalog");

    private string Contracts => Path.Combine(Catalog, "domains", "Protection", "services", "Contracts", "index.mdx");

    public void Dispose() => _copy.Delete(recursive: true);

    [Fact]
    public async Task Check_ends_with_0_for_the_shop_and_with_1_and_the_finding_for_a_team_that_did_not_listen()
    {
        CopyCatalog();
        var (clean, said) = await WaybillProcess.RunAsync(["catalog", "check", "--catalog", Catalog, "--template", templates.Folder]);
        Assert.True(clean == 0, said);

        await ReplaceAsync("      heard-by: CancelContracts\n", "      heard-by: NobodyAtAll\n");
        var (code, output) = await WaybillProcess.RunAsync(
            ["catalog", "check", "--catalog", Catalog, "--template", templates.Folder, "--format", "json"]);

        Assert.Equal(1, code);
        Assert.Contains("\"rule\": \"life-cycle/heard-elsewhere\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sync_writes_what_a_running_shop_says_page_by_page()
    {
        CopyCatalog();
        var whole = await File.ReadAllTextAsync(Contracts, Cancelled);
        await ReplaceAsync("  - id: OrderReturned\n    version: 1.0.0\n    consumers: [CancelContracts]\n", "");
        await using var shop = await RunningShop.OpenAsync(templates);

        using var client = new AmazonEventBridgeClient(
            new BasicAWSCredentials("test", "test"),
            new AmazonEventBridgeConfig { ServiceURL = shop.Laptop.Endpoint.ToString(), AuthenticationRegion = "eu-central-1" });
        var functions = ConsumerSources.Read(Repository.Find().Path("functions"), "functions");
        var live = await LiveRules.ReadAsync(client, "waybill-dev", functions.Readings, Cancelled, pageSize: 2);
        var synthesized = BusRules.Read(templates.Folder, "cdk.out");
        Assert.Equal(Heard(synthesized), Heard(live));

        var surroundings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_ENDPOINT_URL"] = shop.Laptop.Endpoint.ToString(),
            ["AWS_REGION"] = "eu-central-1",
            ["AWS_ACCESS_KEY_ID"] = "test",
            ["AWS_SECRET_ACCESS_KEY"] = "test",
        };
        var (code, output) = await WaybillProcess.RunAsync(["catalog", "sync", "--live", "--catalog", Catalog], surroundings);

        Assert.True(code == 0, output);
        Assert.Equal(whole, await File.ReadAllTextAsync(Contracts, Cancelled));
    }

    private static IEnumerable<string> Heard(BusRules rules) =>
        rules.Subscriptions.Select(heard => $"{heard.Team} {heard.Consumer} {heard.Rule}").Order(StringComparer.Ordinal);

    private async Task ReplaceAsync(string old, string @new) => await File.WriteAllTextAsync(
        Contracts, (await File.ReadAllTextAsync(Contracts, Cancelled)).Replace(old, @new, StringComparison.Ordinal), Cancelled);

    private void CopyCatalog()
    {
        var from = Repository.Find().Path("events-catalog");
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = new FileInfo(Path.Combine(Catalog, Path.GetRelativePath(from, file)));
            target.Directory!.Create();
            File.Copy(file, target.FullName);
        }
    }
}
