using System.Text.Json.Nodes;

namespace Waybill.Local.Tests.Template;

/// <summary>A folder like the one <c>cdk synth</c> leaves, written from templates; deleted at the end.</summary>
internal sealed class CloudAssemblyFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-assembly-");
    private readonly JsonObject _artifacts = [];

    public string Path => _folder.FullName;

    public CloudAssemblyFolder Add(
        string stack, JsonNode template, string environment = "aws://unknown-account/unknown-region", JsonArray? dependencies = null)
    {
        _artifacts[stack] = new JsonObject
        {
            ["type"] = "aws:cloudformation:stack",
            ["environment"] = environment,
            ["properties"] = new JsonObject { ["templateFile"] = $"{stack}.template.json" },
            ["dependencies"] = dependencies?.DeepClone(),
        };
        Write($"{stack}.template.json", template);
        Write("manifest.json", new JsonObject { ["version"] = "38.0.0", ["artifacts"] = _artifacts.DeepClone() });
        return this;
    }

    /// <summary>Stages a function's folder, to be found under the key <c>code.zip</c>.</summary>
    public CloudAssemblyFolder AddCode(string stack, bool asFile = false)
    {
        if (asFile)
        {
            Write("asset.code", new JsonObject());
        }
        else
        {
            _folder.CreateSubdirectory("asset.code");
        }

        Write($"{stack}.assets.json", JsonNode.Parse("""
            { "files": { "code": { "source": { "path": "asset.code", "packaging": "zip" },
              "destinations": { "here": { "objectKey": "code.zip" } } } } }
            """)!);
        return this;
    }

    public void Write(string file, JsonNode content) => File.WriteAllText(System.IO.Path.Combine(Path, file), content.ToJsonString());

    public void Dispose() => _folder.Delete(recursive: true);
}

/// <summary>Cases kept as data beside the tests.</summary>
internal static class CaseFile
{
    public static JsonNode Read(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Template", name)))
            ?? throw new InvalidDataException($"{name} is empty");

    public static string Text(this JsonNode node, string property) => node[property]!.GetValue<string>();
}
