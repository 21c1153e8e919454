using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Local.Template.Assemblies;

namespace Waybill.Local.Template.Stacks;

/// <summary>One stack: its resources, and what its intrinsic functions can see.</summary>
internal sealed class Stack
{
    /// <summary>Sections that change what a stack creates in ways laptop mode does not follow.</summary>
    private static readonly string[] UnsupportedSections = ["Transform", "Hooks"];

    private readonly SynthesizedStack _synthesized;
    private readonly Cloud _cloud;
    private readonly Resolver _resolver;
    private readonly Parameters _parameters;
    private readonly Dictionary<string, Resource> _resources = new(StringComparer.Ordinal);

    public Stack(SynthesizedStack synthesized, Cloud cloud)
    {
        _synthesized = synthesized;
        _cloud = cloud;
        _resolver = new Resolver(this);
        _parameters = new Parameters(this, Section("Parameters"), synthesized.Parameters);
        foreach (var section in UnsupportedSections.Where(name => synthesized.Template.TryGetProperty(name, out _)))
        {
            Report($"has a section {section}, which is not supported");
        }

        foreach (var declared in Members("Resources"))
        {
            _resources[declared.Name] = new Resource(this, declared.Name, declared.Value);
        }
    }

    public string Name => _synthesized.Name;

    /// <summary>What the cloud assembly calls it, and what it says is deployed first.</summary>
    public string Artifact => _synthesized.Artifact;

    public IReadOnlyList<string> Dependencies => _synthesized.Dependencies;

    public string Account => _synthesized.Account;

    public string Region => _synthesized.Region;

    /// <summary>The address queue URLs begin with.</summary>
    public string Address => _cloud.Address;

    public string Partition => Region switch
    {
        _ when Region.StartsWith("cn-", StringComparison.Ordinal) => "aws-cn",
        _ when Region.StartsWith("us-gov-", StringComparison.Ordinal) => "aws-us-gov",
        _ => "aws",
    };

    public IReadOnlyDictionary<string, string> ConstructPaths => _synthesized.ConstructPaths;

    public ResourceKind? KindOf(string type) => _cloud.KindOf(type);

    public AssetManifest Assets => _synthesized.Assets;

    /// <summary>The resources whose condition holds.</summary>
    public IEnumerable<Resource> Resources => _resources.Values.Where(resource => resource.Exists);

    public string Arn(string service, string resource) => $"arn:{Partition}:{service}:{Region}:{Account}:{resource}";

    public void Report(string problem) => Report(new TemplateFinding(Name, null, null, null, null, problem));

    public void Report(TemplateFinding finding) => _cloud.Report(finding);

    public void Warn(TemplateFinding finding) => _cloud.Warn(finding);

    public JsonNode? Resolve(JsonElement value) => _resolver.Resolve(value);

    public bool Holds(string condition) => _resolver.Holds(condition);

    public JsonNode Import(string export) => _cloud.Import(export);

    public JsonElement Condition(string name) =>
        JsonFile.Member(Section("Conditions"), name) is { ValueKind: not JsonValueKind.Undefined } condition
        ? condition
        : throw new TemplateFault($"there is no condition '{name}'");

    /// <summary>A parameter's value, a pseudo parameter's, or what <c>Ref</c> gives for a resource.</summary>
    public JsonNode Ref(string name) =>
        _parameters.Find(name)
            ?? JsonValue.Create(Existing(name).Reference ?? throw new TemplateFault($"Ref of '{name}' is not supported"));

    public JsonNode GetAtt(string logicalId, string attribute)
    {
        var resource = Existing(logicalId);
        return JsonValue.Create(resource.Attribute(attribute)
            ?? throw new TemplateFault($"attribute '{attribute}' of '{logicalId}' ({resource.Type}) is not supported"));
    }

    public JsonNode? FindInMap(string map, string top, string second) =>
        JsonFile.Member(JsonFile.Member(JsonFile.Member(Section("Mappings"), map), top), second)
            is { ValueKind: not JsonValueKind.Undefined } value
            ? Scalar.Literal(value)
            : throw new TemplateFault($"Fn::FindInMap finds no [{map}, {top}, {second}]");

    /// <summary>The outputs that other stacks can import, by the name they export.</summary>
    public IEnumerable<(string Name, JsonElement Value)> Exports()
    {
        foreach (var output in Members("Outputs"))
        {
            var export = JsonFile.Member(output.Value, "Export");
            if (export.ValueKind != JsonValueKind.Undefined && ExportName(output, export) is { } name)
            {
                yield return (name, JsonFile.Member(output.Value, "Value"));
            }
        }
    }

    private string? ExportName(JsonProperty output, JsonElement export)
    {
        try
        {
            var exists = !output.Value.TryGetProperty("Condition", out var condition) || Holds(Resolver.Literal("Condition", condition));
            return exists ? _resolver.Text(JsonFile.Member(export, "Name")) : null;
        }
        catch (TemplateFault fault)
        {
            Report($"output '{output.Name}': {fault.Message}");
            return null;
        }
    }

    private Resource Existing(string logicalId)
    {
        if (!_resources.TryGetValue(logicalId, out var resource))
        {
            throw new TemplateFault($"there is no resource or parameter '{logicalId}'");
        }

        return resource.Exists ? resource : throw new TemplateFault($"the condition of '{logicalId}' does not hold, so it does not exist");
    }

    private JsonElement Section(string name) => JsonFile.Member(_synthesized.Template, name);

    private IEnumerable<JsonProperty> Members(string section) => JsonFile.Members(Section(section));
}
