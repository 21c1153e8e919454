using System.Text.Json;
using Waybill.Catalog.Findings;

namespace Waybill.Catalog.Routing;

/// <summary>The rules of a bus: who hears what, as synthesized templates or an account say.</summary>
public sealed record BusRules
{
    internal static readonly FindingRule Unreadable = new("routing/template", Severity.Error);

    public required IReadOnlyList<Subscription> Subscriptions { get; init; }

    public required IReadOnlyList<RuleWithoutConsumer> Others { get; init; }

    /// <summary>Consumers that poll a queue of another template, which is not followed there: the guard's function.</summary>
    public IReadOnlyList<(string Team, string Consumer)> Elsewhere { get; init; } = [];

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The account and region of the stacks, which a pattern may name.</summary>
    public (string Account, string Region) Environment { get; init; } = ("123456789012", "eu-central-1");

    /// <summary>Reads every <c>*.template.json</c> that <c>cdk synth</c> left at or below a folder, nested stages included.</summary>
    /// <param name="folder">Usually <c>cdk.out</c>.</param>
    /// <param name="shownAs">The folder as findings name it.</param>
    public static BusRules Read(string folder, string shownAs)
    {
        var files = Directory.Exists(folder) ? TemplatesBelow(folder) : [];
        var templates = files.AsParallel().AsOrdered().Select(file => TemplateRules.Read(file, Shown(folder, shownAs, file))).ToList();
        var findings = templates.SelectMany(template => template.Findings).ToList();
        if (files.Count == 0)
        {
            findings.Add(Unreadable.At(shownAs, null, "holds no *.template.json; synthesize first", "the output folder of cdk synth"));
        }

        return new BusRules
        {
            Subscriptions = [.. templates.SelectMany(template => template.Subscriptions)],
            Others = [.. templates.SelectMany(template => template.Others)],
            Elsewhere = [.. templates.SelectMany(template => template.Elsewhere)],
            Findings = findings,
            Environment = EnvironmentOf(folder) ?? ("123456789012", "eu-central-1"),
        };
    }

    /// <summary>The templates at or below a folder of <c>cdk synth</c>.</summary>
    public static IReadOnlyList<string> TemplatesBelow(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.template.json"),
        .. Directory.EnumerateDirectories(folder, "assembly-*").Where(nested => new DirectoryInfo(nested).LinkTarget is null)
            .SelectMany(TemplatesBelow),
    ];

    /// <summary>A template as <see cref="Subscription.File"/> has it.</summary>
    public static string Shown(string folder, string shownAs, string file) =>
        $"{shownAs.TrimEnd('/')}/{Path.GetRelativePath(folder, file).Replace('\\', '/')}";

    /// <summary>The first <c>aws://account/region</c> of the cloud assembly's manifest.</summary>
    private static (string Account, string Region)? EnvironmentOf(string folder)
    {
        var manifest = Path.Combine(folder, "manifest.json");
        if (!File.Exists(manifest))
        {
            return null;
        }

        try
        {
            var artifacts = JsonElement.Parse(File.ReadAllText(manifest)).GetProperty("artifacts").EnumerateObject();
            return artifacts.Select(artifact => artifact.Value.TryGetProperty("environment", out var at) ? at.GetString() : null)
                .Select(at => at?.Split('/'))
                .Where(parts => parts is ["aws:", "", _, _] && !parts[2].Contains("unknown", StringComparison.Ordinal))
                .Select(parts => ((string, string)?)(parts![2], parts[3])).FirstOrDefault();
        }
        catch (Exception notAManifest) when (notAManifest is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // The templates are what counts; a pattern that names an account is rare.
            return null;
        }
    }
}
