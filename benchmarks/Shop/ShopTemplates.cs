using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Cli;
using Waybill.Cli.Toolchain;

namespace Waybill.Shop.Benchmarks;

/// <summary>The stacks of the environment <c>dev</c>, synthesized for this run, so that they can be changed.</summary>
internal sealed record ShopTemplates(string Folder)
{
    // infra is built with this program and in its configuration; a Debug build of it may be older, or missing.
    public static readonly string Configuration =
        typeof(ShopTemplates).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private static readonly Dictionary<string, string> Context = SynthesisUse.Run.Context.Append("env=dev")
        .Select(value => value.Split('=', 2)).ToDictionary(value => value[0], value => value[1]);

    /// <exception cref="UserErrorException">The app failed; the message ends with its last lines.</exception>
    public static async Task<ShopTemplates> SynthesizeAsync(Repository repository, string folder, CancellationToken cancellationToken)
    {
        var app = repository.Path("infra", "bin", Configuration, "net10.0", "Waybill.Infra.dll");
        var environment = new Dictionary<string, string>
        {
            ["CDK_OUTDIR"] = folder,
            ["CDK_CONTEXT_JSON"] = JsonSerializer.Serialize(Context),
        };
        await Tool.RunAsync("dotnet", [app], repository.Root, environment, cancellationToken);
        return new ShopTemplates(folder);
    }

    /// <summary>Writes into the templates that only this rule is enabled; laptop mode obeys.</summary>
    public void DisableRulesExcept(string name)
    {
        var kept = 0;
        foreach (var file in Directory.EnumerateFiles(Folder, "*.template.json"))
        {
            var template = JsonNode.Parse(File.ReadAllText(file))!;
            foreach (var properties in Rules(template))
            {
                var keep = (string?)properties["Name"] == name;
                kept += keep ? 1 : 0;
                properties["State"] = keep ? "ENABLED" : "DISABLED";
            }

            File.WriteAllText(file, template.ToJsonString());
        }

        if (kept != 1)
        {
            throw new UserErrorException($"The stacks have {kept} rules named '{name}', expected 1.");
        }
    }

    private static IEnumerable<JsonNode> Rules(JsonNode template) => (template["Resources"]?.AsObject() ?? [])
        .Where(resource => (string?)resource.Value!["Type"] == "AWS::Events::Rule")
        .Select(resource => resource.Value!["Properties"]!);
}
