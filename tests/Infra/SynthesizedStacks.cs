using System.Text.Json.Nodes;
using Waybill.Catalog;
using Waybill.Catalog.Reading;
using Waybill.Infra;
using Waybill.Infra.Teams;
using Xunit.Sdk;
using Xunit.v3;

// The jsii runtime behind CDK is not thread-safe: one synthesis for all tests, and one test at a time.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(SynthesizedStacks))]

namespace Waybill.Infra;

/// <summary>The real app with the real <c>cdk.json</c>, synthesized once for each environment into a folder that is deleted.</summary>
/// <remarks>Only the functions' code is made up (an empty folder a team): what a template says does not depend on it.</remarks>
public sealed class SynthesizedStacks : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-infra-");
    private readonly Dictionary<(string Environment, string Stack), StackTemplate> _stacks = [];

    public SynthesizedStacks()
    {
        var cdkJson = new CdkJson(Path.Combine(_folder.FullName, "cdk.json"));
        File.Copy(CdkJson.Find().File, cdkJson.File);
        foreach (var team in Cases.Teams)
        {
            Build(cdkJson, team, "official");
        }

        foreach (var environment in Environments.Names(cdkJson.File))
        {
            Synthesize(Environments.Read(cdkJson.File, environment), cdkJson, deployment => deployment.AddStacks(Company.Teams));
        }

        foreach (var (name, said) in Traced)
        {
            var settings = Environments.Read(cdkJson.File, "dev") with { Name = name, Tracing = new TracingSettings(said) };
            Synthesize(settings, cdkJson, deployment => _ = new PlatformStack(deployment));
        }
    }

    /// <summary>What environments could say of tracing, each by a name of its own and with one team's stack.</summary>
    public static IReadOnlyDictionary<string, string> Traced { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["active"] = "active",
        ["collected"] = "arn:aws:lambda:eu-central-1:901920570463:layer:aws-otel-collector-arm64-ver-0-117-0:1",
    };

    /// <summary>A day on which no version of the real catalog is retired.</summary>
    public static DateOnly Today { get; } = new(2026, 3, 2);

    public static EventCatalog Catalog { get; } = CatalogReader.Load(CdkJson.Find().Beside("events-catalog"));

    public IEnumerable<string> TemplateFiles => _stacks.Values.Select(stack => stack.File);

    public static EnvironmentSettings Settings(string environment) => Environments.Read(CdkJson.Find().File, environment);

    /// <param name="environment">For example <c>prod</c>.</param>
    /// <param name="stack">For example <c>bus</c>.</param>
    public StackTemplate Stack(string environment, string stack) => _stacks[(environment, stack)];

    /// <summary>The stack of a consumer's team.</summary>
    public StackTemplate StackOf(string environment, string consumer) => Stack(environment, Names.Kebab(Cases.TeamOf(consumer)));

    public IReadOnlyList<StackTemplate> Stacks(string environment) =>
        [.. _stacks.Where(s => s.Key.Environment == environment).Select(s => s.Value)];

    /// <summary>Makes up a team's built functions.</summary>
    public static void Build(CdkJson cdkJson, string team, string packages)
    {
        var folder = Directory.CreateDirectory(cdkJson.Beside("functions", team, "bin", "linux-arm64"));
        File.WriteAllText(Path.Combine(folder.FullName, "aws-packages"), packages + "\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Synthesize(EnvironmentSettings settings, CdkJson cdkJson, Action<Deployment> addStacks)
    {
        var environment = settings.Name;
        var output = Path.Combine(_folder.FullName, "cdk.out", environment);
        var app = cdkJson.NewApp(output);
        addStacks(new Deployment(app, settings, cdkJson, Catalog, Cases.Functions, Today));
        app.Synth();
        foreach (var file in Directory.EnumerateFiles(output, "*.template.json"))
        {
            var name = Path.GetFileName(file).Replace(".template.json", "", StringComparison.Ordinal);
            _stacks[(environment, name.Replace($"waybill-{environment}-", "", StringComparison.Ordinal))] =
                new StackTemplate(name, file, JsonNode.Parse(File.ReadAllText(file))!.AsObject());
        }
    }
}
