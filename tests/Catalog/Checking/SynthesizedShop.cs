using Waybill.Catalog.Consumers;
using Waybill.Catalog.Reading;
using Waybill.Infra;
using Waybill.Infra.Teams;

[assembly: AssemblyFixture(typeof(Waybill.Catalog.Tests.Checking.SynthesizedShop))]

namespace Waybill.Catalog.Tests.Checking;

/// <summary>The real stacks, synthesized once for all tests of this project: the runtime behind CDK does not like company.</summary>
/// <remarks>Only the functions' code is made up (an empty folder a team): what a rule says does not depend on it.</remarks>
public sealed class SynthesizedShop : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-catalog-shop-");

    public SynthesizedShop()
    {
        var cdkJson = new CdkJson(Path.Combine(_folder.FullName, "cdk.json"));
        File.Copy(Repository.Path("cdk.json"), cdkJson.File);
        foreach (var team in Directory.EnumerateFiles(Repository.Path("functions"), "*.csproj", SearchOption.AllDirectories))
        {
            var name = Path.GetFileNameWithoutExtension(team);
            Directory.CreateDirectory(Path.Combine(_folder.FullName, "functions", name, "bin", "linux-arm64"));
        }

        var app = cdkJson.NewApp(Folder);
        var catalog = CatalogReader.Load(Repository.Path("events-catalog"));
        var functions = ConsumerSources.Read(Repository.Path("functions"), "functions");
        var settings = Environments.Read(cdkJson.File, "dev");
        new Deployment(app, settings, cdkJson, catalog, functions, new DateOnly(2026, 3, 2)).AddStacks(Company.Teams);
        app.Synth();
    }

    /// <summary>What <c>cdk synth</c> writes to <c>cdk.out</c>.</summary>
    public string Folder => Path.Combine(_folder.FullName, "cdk.out");

    public void Dispose() => _folder.Delete(recursive: true);
}
