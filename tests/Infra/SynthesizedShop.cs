using System.Text.Json.Nodes;
using Waybill.Catalog;
using Waybill.Infra;
using Waybill.Infra.LeastData;
using Xunit.Sdk;
using Xunit.v3;

// The jsii runtime behind CDK is not thread-safe: one synthesis for all tests, and one test at a time.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(SynthesizedShop))]

namespace Waybill.Infra;

/// <summary>The real app with the real <c>cdk.json</c>, synthesized once for each environment into a folder that is deleted at the end.</summary>
/// <remarks>Only the functions' code is made up (an empty folder a team): what a template says does not depend on it.</remarks>
public sealed class SynthesizedShop : IDisposable
{
    private static readonly string[] Teams = ["Notifications", "Contracts", "Inventory", "Warehouse", "Orders", "Platform"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-infra-");
    private readonly Dictionary<(string Environment, string Stack), StackTemplate> _stacks = [];

    public SynthesizedShop()
    {
        var repository = new Repository(_folder.FullName);
        File.Copy(Repository.Find().CdkJson, repository.CdkJson);
        foreach (var team in Teams)
        {
            Directory.CreateDirectory(Path.Combine(_folder.FullName, "functions", team, "bin", "lambda"));
        }

        foreach (var environment in Environments.Names(repository.CdkJson))
        {
            Synthesize(environment, repository);
        }
    }

    /// <summary>A day on which no version of the real catalog is retired.</summary>
    public static DateOnly Today { get; } = new(2026, 3, 2);

    public static EventCatalog Catalog { get; } = EventCatalog.Load(Repository.Find().EventsCatalog);

    public IEnumerable<string> TemplateFiles => _stacks.Values.Select(stack => stack.File);

    public static EnvironmentSettings Settings(string environment) => Environments.Read(Repository.Find().CdkJson, environment);

    /// <param name="environment">For example <c>prod</c>.</param>
    /// <param name="stack">For example <c>bus</c>.</param>
    public StackTemplate Stack(string environment, string stack) => _stacks[(environment, stack)];

    public IReadOnlyList<StackTemplate> Stacks(string environment) => [.. _stacks.Where(s => s.Key.Environment == environment).Select(s => s.Value)];

    public void Dispose() => _folder.Delete(recursive: true);

    private void Synthesize(string environment, Repository repository)
    {
        var output = Path.Combine(_folder.FullName, "cdk.out", environment);
        var app = Shop.NewApp(repository, output);
        Shop.AddStacks(app, Environments.Read(repository.CdkJson, environment), repository, Catalog, DeclaredData.Of(Repository.Find(), Catalog), Today);
        app.Synth();
        foreach (var file in Directory.EnumerateFiles(output, "*.template.json"))
        {
            var name = Path.GetFileName(file).Replace(".template.json", "", StringComparison.Ordinal);
            _stacks[(environment, name.Replace($"waybill-{environment}-", "", StringComparison.Ordinal))] =
                new StackTemplate(name, file, JsonNode.Parse(File.ReadAllText(file))!.AsObject());
        }
    }
}
