using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Template;
using Waybill.Local.Template.Assemblies;

namespace Waybill.Local.Tests.Template;

/// <summary>Reads <c>shop/</c>: two stacks, one of them in a nested stage, with an import between them.</summary>
public sealed class TemplateReaderTests
{
    private static readonly JsonSerializerOptions Format = new(
        )
    { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string Shop = Path.Combine(AppContext.BaseDirectory, "Template", "shop");

    [Fact]
    public void The_model_says_what_the_templates_say()
    {
        var declared = new JsonArray([.. TemplateReader.Read(Shop).Declarations.Select(declaration => new JsonObject
        {
            ["stack"] = declaration.Stack,
            ["logicalId"] = declaration.LogicalId,
            ["retain"] = declaration.Retain,
            [ResourceJson.Kind(declaration.Resource)] = JsonNode.Parse(ResourceJson.Write(declaration.Resource)),
        })]);

        var model = declared.ToJsonString(Format).Replace(Shop, "{folder}", StringComparison.Ordinal);
        Assert.Equal(CaseFile.Read("shop.model.json").ToJsonString(Format), model);
    }

    [Fact]
    public void The_same_folder_gives_the_same_model() =>
        Assert.Equal(JsonSerializer.Serialize(TemplateReader.Read(Shop)), JsonSerializer.Serialize(TemplateReader.Read(Shop)));

    [Fact]
    public void Queue_URLs_lead_to_the_address_laptop_mode_serves() =>
        Assert.Equal(
            "http://127.0.0.1:9999/123456789012/shop-mail-Queue",
            TemplateReader.Read(Shop, "http://127.0.0.1:9999").Functions.Single().Environment["QUEUE_URL"]);

    [Fact]
    public void A_folder_without_a_manifest_is_no_cloud_assembly()
    {
        using var folder = new CloudAssemblyFolder();

        var wrong = Assert.Throws<CloudAssemblyException>(() => TemplateReader.Read(folder.Path));

        Assert.Equal($"'{folder.Path}' holds no cloud assembly: it has no manifest.json. Synthesize first (`cdk synth`).", wrong.Message);
    }

    [Theory]
    [InlineData("manifest.json", "[]", "has no object at /artifacts")]
    [InlineData("manifest.json", """{ "artifacts": {} }""", "lists no stack")]
    [InlineData(
        "manifest.json", """{ "artifacts": { "s": { "type": "aws:cloudformation:stack", "environment": "here" } } }""",
        "not aws://account/region")]
    [InlineData(
        "manifest.json", """{ "artifacts": { "s": { "type": "aws:cloudformation:stack", "environment": "aws://1/r" } } }""",
        "properties/templateFile is missing")]
    [InlineData("stack.template.json", "[]", "needs an object at its root")]
    [InlineData("stack.template.json", """{ "Resources": { "A": 1 } }""", "/Resources/A needs an object")]
    public void A_malformed_file_is_named(string file, string content, string problem)
    {
        using var folder = new CloudAssemblyFolder().Add("stack", new JsonObject());
        folder.Write(file, JsonNode.Parse(content)!);

        var wrong = Assert.Throws<CloudAssemblyException>(() => TemplateReader.Read(folder.Path));

        Assert.Contains(file, wrong.Message, StringComparison.Ordinal);
        Assert.Contains(problem, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_beyond_the_usual_quota_is_obeyed_with_a_warning()
    {
        using var folder = new CloudAssemblyFolder().Add("stack", JsonNode.Parse($$"""
            { "Resources": { "R": { "Type": "AWS::Events::Rule", "Properties": {
              "EventPattern": { "source": ["{{new string('x', 2034)}}"] } } } } }
            """)!);
        var warnings = new List<string>();

        TemplateReader.Read(folder.Path, warn: warnings.Add);

        Assert.EndsWith(
            "EventPattern: has 2049 characters: it deploys only where the quota of 2048 has been raised", Assert
                .Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_that_is_cut_off_is_named()
    {
        using var folder = new CloudAssemblyFolder().Add("stack", new JsonObject());
        var template = Path.Combine(folder.Path, "stack.template.json");
        File.WriteAllText(template, "{ \"Resources\": {");

        var wrong = Assert.Throws<CloudAssemblyException>(() => TemplateReader.Read(folder.Path));

        Assert.StartsWith($"'{template}' is not JSON:", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_that_is_missing_is_named()
    {
        using var folder = new CloudAssemblyFolder().Add("stack", new JsonObject());
        File.Delete(Path.Combine(folder.Path, "stack.template.json"));

        var wrong = Assert.Throws<CloudAssemblyException>(() => TemplateReader.Read(folder.Path));

        Assert.Contains("stack.template.json' cannot be read", wrong.Message, StringComparison.Ordinal);
    }
}
