using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Local.Template.Assemblies;
using Waybill.Local.Template.Resources;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Tests.Template;

public sealed class IntrinsicsTests : IDisposable
{
    private static readonly JsonNode File = CaseFile.Read("intrinsics-cases.json");

    private readonly CloudAssemblyFolder _folder = new CloudAssemblyFolder().Add("stack", File["template"]!);

    public static TheoryData<string, string> Cases => [.. File["cases"]!.AsArray().Select(@case =>
        (@case!["value"]!.ToJsonString(), @case.ToJsonString()))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_case_resolves_as_CloudFormation_would(string value, string @case)
    {
        var stack = new Cloud(CloudAssembly.Read(_folder.Path), "http://127.0.0.1:4566", ResourceKinds.Find).Stacks[0];
        var declared = JsonDocument.Parse(value).RootElement;
        var expected = JsonNode.Parse(@case)!.AsObject();

        if (expected["fault"] is { } fault)
        {
            Assert.Contains(
                fault.GetValue<string>(), Assert.Throws<TemplateFault>(() => stack.Resolve(declared)).Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(expected["is"]?.ToJsonString(), stack.Resolve(declared)?.ToJsonString());
        }
    }

    [Fact]
    public void A_generated_name_is_cut_to_its_limit_and_stays_unique()
    {
        var (one, other) = (PhysicalName.For(new string('s', 60), "RoleOne", 64), PhysicalName.For(new string('s', 60), "RoleTwo", 64));

        Assert.Equal((64, 64), (one.Length, other.Length));
        Assert.NotEqual(one, other);
        Assert.Equal(one, PhysicalName.For(new string('s', 60), "RoleOne", 64));
    }

    [Fact]
    public void A_parameter_takes_the_value_the_assembly_passes()
    {
        var manifest = JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(_folder.Path, "manifest.json")))!;
        manifest["artifacts"]!["stack"]!["properties"]!["parameters"] = new JsonObject { ["Stage"] = "prod" };
        _folder.Write("manifest.json", manifest);

        var stack = new Cloud(CloudAssembly.Read(_folder.Path), "http://127.0.0.1:4566", ResourceKinds.Find).Stacks[0];

        Assert.Equal("shop-prod", stack.Ref("Bus").GetValue<string>());
        Assert.Contains(stack.Resources, resource => resource.LogicalId == "ProdOnly");
    }

    public void Dispose() => _folder.Dispose();
}
