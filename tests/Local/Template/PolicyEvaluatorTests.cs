using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Account.Policies;
using Waybill.Local.Template.Assemblies;
using Waybill.Local.Template.Resources;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Tests.Template;

public sealed class PolicyEvaluatorTests
{
    private static readonly JsonArray File = CaseFile.Read("policy-cases.json").AsArray();

    public static TheoryData<string> Cases => [.. File.Select(@case => @case!.Text("name"))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_case_is_decided_as_IAM_would(string name)
    {
        var @case = File.Single(candidate => candidate!.Text("name") == name)!;

        var decision = PolicyEvaluator.Evaluate(Read(@case["identity"]!), Read(@case["resource"]!), Request(@case["request"]!));

        Assert.Equal(@case["allowed"]!.GetValue<bool>(), decision.Allowed);
        Assert.Contains(@case["reason"]?.GetValue<string>() ?? "", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reason_names_who_asked_for_what()
    {
        var decision = PolicyEvaluator.Evaluate([], [], Request(File[0]!["request"]!));

        Assert.StartsWith(
            "events:PutEvents on arn:aws:events:eu-central-1:111122223333:event-bus/shop by arn:aws:iam::111122223333:role/a",
            decision.Reason,
            StringComparison.Ordinal);
    }

    private static PolicyRequest Request(JsonNode request) => new(
        request.Text("principal"),
        request.Text("action"),
        request.Text("resource"),
        (request["context"]?.AsObject() ?? []).ToDictionary(key => key.Key, key => key.Value!.GetValue<string>()));

    /// <summary>Reads the statements as a template's, so that the reader is tested along.</summary>
    private static IReadOnlyList<PolicyStatement> Read(JsonNode statements)
    {
        using var folder = new CloudAssemblyFolder().Add("stack", new JsonObject
        {
            ["Resources"] = new JsonObject { ["Policy"] = new JsonObject { ["Type"] = "AWS::IAM::Policy" } },
        });
        var cloud = new Cloud(CloudAssembly.Read(folder.Path), "http://127.0.0.1:4566", ResourceKinds.Find);
        var read = PolicyReader.Read(
            cloud.Stacks[0].Resources.Single(), "PolicyDocument", new JsonObject { ["Statement"] = statements.DeepClone() });
        Assert.Empty(cloud.Findings);
        return read;
    }
}
