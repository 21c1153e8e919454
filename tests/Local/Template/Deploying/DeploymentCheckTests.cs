using System.Text.Json.Nodes;
using Waybill.Local.Template.Deploying;

namespace Waybill.Local.Tests.Template.Deploying;

/// <summary>What a deployment would do, for pairs of small templates.</summary>
public sealed class DeploymentCheckTests
{
    public static TheoryData<string, string, string> Updates => [.. CaseFile.Read("Deploying/update-cases.json").AsArray()
        .Select(@case => @case!.AsObject()).SelectMany(@case => @case["changes"]!.AsObject().Select(change => (
            @case.Text("type"), change.Key,
            new JsonArray(@case["properties"]!.DeepClone(), change.Value![0]?.DeepClone(), change.Value[1]!.DeepClone()).ToJsonString())))];

    public static TheoryData<string, string> Deployments => [.. CaseFile.Read("Deploying/deployment-cases.json").AsArray()
        .Select(@case => (@case!.Text("name"), @case!.ToJsonString()))];

    [Theory]
    [MemberData(nameof(Updates))]
    public void Each_property_replaces_changes_in_place_or_is_refused_as_CloudFormation_says(string type, string property, string @case)
    {
        var (properties, to, expected) = JsonNode.Parse(@case)!.AsArray() is [var given, var value, var result]
            ? (given!, value, result!.GetValue<string>()) : throw new InvalidDataException(@case);
        using var before = Assembly(new JsonObject { ["s"] = Resource(type, properties) });
        using var after = Assembly(new JsonObject { ["s"] = Resource(type, With(properties, property, to)) });

        var report = DeploymentCheck.Run([before.Path], [after.Path]);

        var change = Assert.Single(Assert.Single(report.Stacks).Changes);
        Assert.Equal(property, Assert.Single(change.Properties).Name);
        Assert.Equal(
            expected, string.Join(", ", report.Findings.Select(finding => $"{finding.Kind}").Prepend($"{change.Action}")));
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Every_pair_of_templates_gives_its_changes_and_findings(string name, string @case)
    {
        var given = JsonNode.Parse(@case)!.AsObject();
        using var before = Assembly(given["before"]!.AsObject());
        using var after = Assembly(given["after"]!.AsObject(), given["dependencies"] as JsonObject);

        var report = DeploymentCheck.Run([before.Path], [after.Path]);

        Assert.Equal(
            Lines(given["changes"]),
            report.Stacks.SelectMany(stack => stack.Changes.Select(change =>
                string.Join(' ', change.Properties.Select(property => property.Name).Prepend(
                    $"{change.Action} {stack.Stack}/{change.LogicalId}")))));
        Assert.True(Lines(given["findings"]).Count == report.Findings.Count, $"{name}: {string.Join('\n', report.Findings)}");
        Assert.All(report.Findings.Zip(Lines(given["findings"])), pair => AssertSays(pair.Second, pair.First));
        Assert.All(report.Findings, finding => Assert.EndsWith(".", finding.Advice, StringComparison.Ordinal));
        Assert.Equal(report.Findings.Any(finding => finding.Kind is not (FindingKind.Left or FindingKind.Unknown)), report.Fails);
    }

    [Fact]
    public void Stacks_and_names_of_two_accounts_have_nothing_to_do_with_each_other()
    {
        var queue = new JsonObject { ["Resources"] = Resource("AWS::SQS::Queue", new JsonObject { ["QueueName"] = "q" }) };
        using var before = new CloudAssemblyFolder().Add("dev", queue, "aws://111111111111/eu-central-1");
        using var after = new CloudAssemblyFolder().Add("dev", queue, "aws://111111111111/eu-central-1");
        using var prod = new CloudAssemblyFolder().Add("prod", queue.DeepClone(), "aws://333333333333/eu-central-1");

        var report = DeploymentCheck.Run([before.Path], [after.Path, prod.Path]);

        Assert.Empty(report.Findings);
        var stack = Assert.Single(report.Stacks);
        Assert.Equal(("prod", "333333333333", DeploymentAction.Create), (stack.Stack, stack.Account, stack.Action));
    }

    /// <summary>A line is <c>Kind stack/LogicalId by Property before → after: part of what it says</c>.</summary>
    private static void AssertSays(string line, DeploymentFinding finding)
    {
        var place = finding.LogicalId is null ? finding.Stack : $"{finding.Stack}/{finding.LogicalId}";
        var cause = finding.Property is { } property
            ? $" by {property.Name} {property.Before ?? "none"} → {property.After ?? "none"}"
            : "";
        var start = $"{finding.Kind} {place}{cause}: ";
        Assert.StartsWith(start, line, StringComparison.Ordinal);
        Assert.Contains(line[start.Length..], finding.Problem, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Lines(JsonNode? lines) => [.. lines!.AsArray().Select(line => line!.GetValue<string>())];

    private static JsonObject Resource(string type, JsonNode properties) =>
        new() { ["R"] = new JsonObject { ["Type"] = type, ["Properties"] = properties.DeepClone() } };

    private static JsonObject With(JsonNode properties, string property, JsonNode? value)
    {
        var changed = properties.DeepClone().AsObject();
        changed.Remove(property);
        if (value is not null)
        {
            changed[property] = value.DeepClone();
        }

        return changed;
    }

    private static CloudAssemblyFolder Assembly(JsonObject stacks, JsonObject? dependencies = null)
    {
        var folder = new CloudAssemblyFolder();
        foreach (var (stack, resources) in stacks)
        {
            folder.Add(stack, JsonNode.Parse($$"""
                {
                  "Conditions": { "Yes": { "Fn::Equals": ["a", "a"] }, "No": { "Fn::Equals": ["a", "b"] } },
                  "Resources": {{resources!.ToJsonString()}}
                }
                """)!, dependencies: dependencies?[stack] as JsonArray);
        }

        return folder;
    }
}
