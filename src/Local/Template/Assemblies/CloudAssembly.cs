using System.Text.Json;

namespace Waybill.Local.Template.Assemblies;

/// <summary>
/// One synthesized stack: its template, the parameter values it is deployed with, where its assets were staged, which construct
/// each logical id stands for, and which artifacts are deployed before it.
/// </summary>
internal sealed record SynthesizedStack(
    string Artifact,
    string Name,
    string Account,
    string Region,
    JsonElement Template,
    JsonElement Parameters,
    AssetManifest Assets,
    IReadOnlyDictionary<string, string> ConstructPaths,
    IReadOnlyList<string> Dependencies);

/// <summary>Reads what <c>cdk synth</c> leaves in its output folder: the manifest, nested stages, templates and asset manifests.</summary>
/// <remarks>Format: the <c>@aws-cdk/cloud-assembly-schema</c> package's <c>manifest.json</c>.</remarks>
internal static class CloudAssembly
{
    /// <summary>Stands for the account of a stack that names none; AWS's own example number.</summary>
    private const string AnyAccount = "123456789012";

    private const string AnyRegion = "eu-central-1";

    public static IReadOnlyList<SynthesizedStack> Read(string folder)
    {
        var manifest = Path.Combine(folder, "manifest.json");
        if (!File.Exists(manifest))
        {
            throw new CloudAssemblyException(
                $"'{folder}' holds no cloud assembly: it has no manifest.json. Synthesize first (`cdk synth`).");
        }

        var stacks = ReadStacks(folder, manifest).ToList();
        return stacks.Count > 0 ? stacks : throw new CloudAssemblyException($"'{manifest}' lists no stack.");
    }

    private static IEnumerable<SynthesizedStack> ReadStacks(string folder, string manifest)
    {
        var root = JsonFile.Read(manifest);
        var artifacts = JsonFile.Member(root, "artifacts");
        if (artifacts.ValueKind != JsonValueKind.Object)
        {
            throw new CloudAssemblyException($"'{manifest}' has no object at /artifacts; is it a cloud assembly's manifest?");
        }

        foreach (var artifact in artifacts.EnumerateObject())
        {
            switch (JsonFile.Text(artifact.Value, "type"))
            {
                case "aws:cloudformation:stack":
                    yield return ReadStack(folder, manifest, artifact);
                    break;
                case "cdk:cloud-assembly":
                    var nested = Property(manifest, artifact, "directoryName");
                    foreach (var stack in Read(Path.Combine(folder, nested)))
                    {
                        yield return stack;
                    }

                    break;
            }
        }
    }

    private static SynthesizedStack ReadStack(string folder, string manifest, JsonProperty artifact)
    {
        var (account, region) = ReadEnvironment(manifest, artifact);
        var properties = JsonFile.Member(artifact.Value, "properties");
        return new SynthesizedStack(
            artifact.Name,
            JsonFile.Text(properties, "stackName") ?? artifact.Name,
            account,
            region,
            ReadTemplate(Path.Combine(folder, Property(manifest, artifact, "templateFile"))),
            JsonFile.Member(properties, "parameters"),
            AssetManifest.Read(folder, artifact.Name),
            ReadConstructPaths(artifact.Value),
            [.. JsonFile.Items(JsonFile.Member(artifact.Value, "dependencies")).Select(dependency => dependency.ToString())]);
    }

    /// <summary>Checks the two levels that everything else leans on: an object of resources, each an object.</summary>
    private static JsonElement ReadTemplate(string path)
    {
        var template = JsonFile.Read(path);
        if (template.ValueKind != JsonValueKind.Object)
        {
            throw new CloudAssemblyException($"'{path}' is no template: it needs an object at its root.");
        }

        if (!template.TryGetProperty("Resources", out var resources))
        {
            return template;
        }

        if (resources.ValueKind != JsonValueKind.Object)
        {
            throw new CloudAssemblyException($"'{path}': /Resources needs an object.");
        }

        foreach (var resource in resources.EnumerateObject().Where(resource => resource.Value.ValueKind != JsonValueKind.Object))
        {
            throw new CloudAssemblyException($"'{path}': /Resources/{resource.Name} needs an object, is {resource.Value.GetRawText()}.");
        }

        return template;
    }

    /// <summary>The manifest lists, by construct path, entries that give its logical id.</summary>
    private static Dictionary<string, string> ReadConstructPaths(JsonElement artifact)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var construct in JsonFile.Members(JsonFile.Member(artifact, "metadata")))
        {
            foreach (var entry in JsonFile.Items(construct.Value).Where(entry => JsonFile.Text(entry, "type") == "aws:cdk:logicalId"))
            {
                paths[JsonFile.Text(entry, "data") ?? ""] = construct.Name.TrimStart('/');
            }
        }

        return paths;
    }

    /// <summary>
    /// An environment is written <c>aws://account/region</c>, with <c>unknown-account</c> and <c>unknown-region</c> for what a stack
    /// leaves open.
    /// </summary>
    private static (string Account, string Region) ReadEnvironment(string manifest, JsonProperty artifact)
    {
        var environment = JsonFile.Text(artifact.Value, "environment") ?? "";
        var parts = environment.Split('/');
        if (parts is not ["aws:", "", var account, var region])
        {
            throw new CloudAssemblyException(
                $"'{manifest}': /artifacts/{artifact.Name}/environment is '{environment}', not aws://account/region.");
        }

        return (account is "unknown-account" ? AnyAccount : account, region is "unknown-region" ? AnyRegion : region);
    }

    private static string Property(string manifest, JsonProperty artifact, string name) =>
        JsonFile.Text(JsonFile.Member(artifact.Value, "properties"), name) is { } value
            ? value
            : throw new CloudAssemblyException($"'{manifest}': /artifacts/{artifact.Name}/properties/{name} is missing.");
}
