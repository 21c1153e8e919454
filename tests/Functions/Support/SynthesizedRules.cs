using System.Text.Json.Nodes;
using Waybill.Catalog.Consumers;
using Waybill.Catalog.Reading;
using Waybill.Catalog.Routing;
using Waybill.Infra;
using Waybill.Infra.Teams;

[assembly: AssemblyFixture(typeof(Waybill.Tests.Support.SynthesizedRules))]

namespace Waybill.Tests.Support;

/// <summary>Who listens to what, as the stacks are synthesized: once for all tests of this project.</summary>
public sealed class SynthesizedRules
{
    private readonly ILookup<(string Team, string Consumer), string> _types;

    public SynthesizedRules()
    {
        var folder = Directory.CreateTempSubdirectory("waybill-rules-");
        var cdkJson = new CdkJson(Path.Combine(folder.FullName, "cdk.json"));
        File.Copy(Checkout.File("cdk.json"), cdkJson.File);
        foreach (var team in EntryLine.Teams)
        {
            // What a rule says does not depend on the functions' code.
            Directory.CreateDirectory(cdkJson.Beside("functions", team.GetName().Name!, "bin", "linux-arm64"));
        }

        var output = cdkJson.Beside("cdk.out");
        var app = cdkJson.NewApp(output);
        var catalog = CatalogReader.Load(Checkout.File("events-catalog"));
        var functions = ConsumerSources.Read(Checkout.File("functions"), "functions");
        new Deployment(app, Environments.Read(cdkJson.File, "dev"), cdkJson, catalog, functions, new DateOnly(2026, 3, 2))
            .AddStacks(Company.Teams);
        app.Synth();
        _types = BusRules.Read(output, "cdk.out").Subscriptions
            .SelectMany(rule => JsonNode.Parse(rule.Pattern)!["detail-type"]!.AsArray()
                .Select(type => ((rule.Team, rule.Consumer), Type: (string)type!)))
            .ToLookup(heard => heard.Item1, heard => heard.Type);
        folder.Delete(recursive: true);
    }

    public IReadOnlyList<string> HeardBy(EntryLine line) => [.. _types[(line.Team, line.Consumer)]];
}
