using System.Text.Json.Nodes;
using Waybill.Local.Template;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Tests.Template;

public sealed class UnsupportedTemplateTests
{
    private static readonly JsonArray File = CaseFile.Read("unsupported-cases.json").AsArray();

    public static TheoryData<string> Cases => [.. File.Select(@case => @case!.Text("name"))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Everything_that_cannot_be_obeyed_is_named(string name)
    {
        var @case = File.Single(candidate => candidate!.Text("name") == name)!;
        using var folder = new CloudAssemblyFolder()
            .Add("stack", new JsonObject { ["Resources"] = @case["resources"]!.DeepClone() })
            .AddCode("stack");

        var findings = Assert.Throws<UnsupportedTemplateException>(() => TemplateReader.Read(folder.Path)).Findings;

        var expected = @case["findings"]!.AsArray().Select(finding => finding!.AsObject()).ToList();
        Assert.All(expected, finding => Assert.Contains(findings, found => IsThat(found, finding)));
        Assert.Equal(expected.Count, findings.Count);
    }

    [Fact]
    public void A_finding_says_where_in_the_stack_and_in_the_CDK_app_it_is()
    {
        using var folder = new CloudAssemblyFolder().Add("shop", JsonNode.Parse("""
            {
              "Resources": {
                "Q1A": { "Type": "AWS::SQS::Queue", "Properties": { "MaximumMessageSize": 1 },
                  "Metadata": { "aws:cdk:path": "shop/Orders/Resource" } }
              }
            }
            """)!);

        var message = Assert.Throws<UnsupportedTemplateException>(() => TemplateReader.Read(folder.Path)).Message;

        Assert.Contains("cannot obey 1 thing", message, StringComparison.Ordinal);
        Assert.Contains(
            "shop/Q1A (AWS::SQS::Queue, shop/Orders/Resource) MaximumMessageSize: 1 is out of bounds", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_asset_that_is_one_file_is_refused()
    {
        using var folder = new CloudAssemblyFolder().AddCode("stack", asFile: true).Add("stack", JsonNode.Parse("""
            { "Resources": { "F": { "Type": "AWS::Lambda::Function", "Properties": {
              "Runtime": "dotnet10", "Handler": "h", "Code": { "S3Key": "code.zip" } } } } }
            """)!);

        var findings = Assert.Throws<UnsupportedTemplateException>(() => TemplateReader.Read(folder.Path)).Findings;

        Assert.Contains(findings, finding => finding is { Property: "Code.S3Key" }
            && finding.Problem.Contains("is a file", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Transform", """{ "Transform": "AWS::Serverless-2016-10-31", "Resources": {} }""", "has a section Transform")]
    [InlineData(
        "no name", """{ "Resources": {}, "Outputs": { "O": { "Value": "v", "Export": { "Name": { "Ref": "Gone" } } } } }""",
        "output 'O': there is no resource")]
    public void A_section_of_the_stack_itself_can_be_wrong(string what, string template, string problem)
    {
        using var folder = new CloudAssemblyFolder().Add("stack", JsonNode.Parse(template)!);

        var finding = Assert.Single(Assert.Throws<UnsupportedTemplateException>(() => TemplateReader.Read(folder.Path)).Findings);

        Assert.True(finding.Problem.Contains(problem, StringComparison.Ordinal), $"{what}: {finding}");
        Assert.Null(finding.LogicalId);
    }

    [Fact]
    public void Stacks_of_two_accounts_are_refused()
    {
        using var folder = new CloudAssemblyFolder()
            .Add("one", new JsonObject(), "aws://111122223333/eu-west-1")
            .Add("two", new JsonObject(), "aws://444455556666/eu-west-1");

        var finding = Assert.Single(Assert.Throws<UnsupportedTemplateException>(() => TemplateReader.Read(folder.Path)).Findings);

        Assert.Contains(
            "is in account 444455556666, region eu-west-1, but stack one is in 111122223333", finding.ToString(), StringComparison.Ordinal);
    }

    private static bool IsThat(TemplateFinding found, JsonObject expected) =>
        found.LogicalId == expected.Text("id")
        && (expected["property"] is not { } property || found.Property == property.GetValue<string>())
        && found.Problem.Contains(expected["says"]?.GetValue<string>() ?? "", StringComparison.Ordinal);
}
