using Waybill.Infra;
using Waybill.Infra.LeastData;

[assembly: AssemblyFixture(typeof(Waybill.Catalog.Tests.Checking.SynthesizedShop))]

namespace Waybill.Catalog.Tests.Checking;

/// <summary>The real stacks, synthesized once for all tests of this project: the runtime behind CDK does not like company.</summary>
/// <remarks>Only the functions' code is made up (an empty folder a team): what a rule says does not depend on it.</remarks>
public sealed class SynthesizedShop : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-catalog-shop-");

    public SynthesizedShop()
    {
        var repository = new Infra.Repository(_folder.FullName);
        File.Copy(Repository.Path("cdk.json"), repository.CdkJson);
        foreach (var team in Directory.EnumerateFiles(Repository.Path("functions"), "*.csproj", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(_folder.FullName, "functions", Path.GetFileNameWithoutExtension(team), "bin", "lambda"));
        }

        var app = Shop.NewApp(repository, Folder);
        var catalog = EventCatalog.Load(Repository.Path("events-catalog"));
        var data = DeclaredData.Of(Infra.Repository.Find(), catalog);
        Shop.AddStacks(app, Environments.Read(repository.CdkJson, "dev"), repository, catalog, data, new DateOnly(2026, 3, 2));
        app.Synth();
    }

    /// <summary>What <c>cdk synth</c> writes to <c>cdk.out</c>.</summary>
    public string Folder => Path.Combine(_folder.FullName, "cdk.out");

    public void Dispose() => _folder.Delete(recursive: true);
}
