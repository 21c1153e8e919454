using System.Text.Json;
using System.Text.Json.Nodes;

namespace Waybill.Infra;

/// <summary>AWS's rules for solutions (cdk-nag) find nothing in any environment that the code does not explain where it is.</summary>
public sealed class NagTests(SynthesizedStacks stacks)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    [Fact]
    public async Task Nothing_is_found_that_is_not_explained_and_nothing_is_explained_that_is_not_found()
    {
        var files = stacks.TemplateFiles.ToList();
        var nag = await Command.RunAsync(
            CdkJson.Find().Beside("tests", "nag"), "node", ["nag.mjs"], string.Join('\n', files), TestContext.Current.CancellationToken);
        var findings = JsonSerializer.Deserialize<Finding[]>(nag.OrFail(), Web)!.Select(one => one with { Rule = one.Rule.Split('[')[0] })
            .Distinct().ToList();
        var explained = files.SelectMany(Explained).ToList();

        Assert.NotEmpty(findings);
        Assert.Equal(findings.OrderBy(one => $"{one}", StringComparer.Ordinal), explained.OrderBy(one => $"{one}", StringComparer.Ordinal));
    }

    private static IEnumerable<Finding> Explained(string file) =>
        from resource in JsonNode.Parse(File.ReadAllText(file))!["Resources"]!.AsObject()
        from explanation in resource.Value!["Metadata"]?["cdk_nag"]?["rules_to_suppress"]?.AsArray() ?? []
        where ((string)explanation!["reason"]!).Length > 0
        select new Finding(Path.GetFileName(file), (string)explanation["id"]!, resource.Key);

    private sealed record Finding(string File, string Rule, string Resource);
}
