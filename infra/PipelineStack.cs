using System.Text.RegularExpressions;
using Amazon.CDK;
using Amazon.CDK.AWS.IAM;

namespace Waybill.Infra;

/// <summary>The roles that the workflows of <c>.github/workflows</c> take on in this environment's account, without a stored key.</summary>
/// <remarks>
/// <para>GitHub says in a signed token which repository and which of its environments a job is of (OpenID Connect), and IAM trusts that for
/// the repository of <c>cdk.json</c>, context <c>repository</c>; without one there is no such stack. The provider itself is one for an
/// account, whatever its environments, so no stack makes it (docs/deploying.md).</para>
/// <para>Who deploys may only take on the CDK's own roles, and see one event through. Who checks a pull request may read what the
/// environment's templates are.</para>
/// </remarks>
public sealed partial class PipelineStack : Stack
{
    /// <summary>Context: the repository whose workflows deploy, as GitHub calls it.</summary>
    public const string Context = "repository";

    private const string Issuer = "token.actions.githubusercontent.com";

    /// <summary>The CDK's own qualifier, which is in the names of what <c>cdk bootstrap</c> makes.</summary>
    private const string Qualifier = "hnb659fds";

    private readonly Deployment _deployment;
    private readonly string _repository;

    public PipelineStack(Deployment deployment, string repository)
        : base(deployment.App, deployment.Names.Stack("pipeline"), deployment.StackProps($"What the workflows of {repository} may do"))
    {
        _repository = RepositoryPattern.IsMatch(repository) ? repository : throw new ConfigurationException(
            $"{deployment.CdkJson.File} /context/{Context} is '{repository}'; it must be a repository of GitHub such as acme/waybill.");
        _deployment = deployment;
        var environment = deployment.Settings.Name;
        Add("Checks", deployment.Names.ChecksRole, "pull_request", $"May read the templates of {environment}", Look);
        Add(
            "Deploys", deployment.Names.DeploysRole, $"environment:{environment}", $"May deploy {environment} and verify it",
            [.. Deploy, .. Verify]);
    }

    /// <remarks>What <c>cdk diff --method template</c> calls when it may not take on the CDK's role for looking, which could read the
    /// whole account.</remarks>
    private PolicyStatement[] Look =>
    [
        Permissions.Allow(
            [
                _deployment.Arn("cloudformation", $"stack/{_deployment.Names.Stack("*")}/*"),
                _deployment.Arn("cloudformation", "stack/CDKToolkit/*"),
            ],
            "cloudformation:DescribeStacks", "cloudformation:GetTemplate"),
        Permissions.Allow([_deployment.Arn("ssm", $"parameter/cdk-bootstrap/{Qualifier}/version")], "ssm:GetParameter"),
    ];

    private PolicyStatement[] Deploy =>
    [
        Permissions.Allow([CdkRole("deploy"), CdkRole("file-publishing"), CdkRole("lookup")], "sts:AssumeRole"),
    ];

    /// <remarks>The verb finds consumer, rule and log group as all verbs do, by the account's lists.</remarks>
    private PolicyStatement[] Verify =>
    [
        Permissions.Publish(_deployment, Deployments.SourceIn(_deployment.Catalog)),
        Permissions.Allow(
            ["*"], "lambda:ListEventSourceMappings", "lambda:ListFunctions", "sqs:ListQueues", "events:ListEventBuses", "events:ListRules"),
        Permissions.Allow([_deployment.Arn("events", "rule/*")], "events:ListTargetsByRule"),
        Permissions.Allow(
            [_deployment.Arn("logs", $"log-group:/aws/lambda/{_deployment.Names.Function(Deployments.Consumer)}:*")],
            "logs:FilterLogEvents"),
    ];

    private string CdkRole(string does)
    {
        var (account, region) = (_deployment.Settings.Account, _deployment.Settings.Region);
        return $"arn:aws:iam::{account}:role/cdk-{Qualifier}-{does}-role-{account}-{region}";
    }

    private void Add(string id, string name, string subject, string may, PolicyStatement[] statements)
    {
        var provider = $"arn:aws:iam::{_deployment.Settings.Account}:oidc-provider/{Issuer}";
        var role = new Role(this, id, new RoleProps
        {
            RoleName = name,
            Description = may,
            MaxSessionDuration = Duration.Hours(1),
            AssumedBy = new WebIdentityPrincipal(provider, new Dictionary<string, object>
            {
                ["StringEquals"] = new Dictionary<string, object>
                {
                    [$"{Issuer}:aud"] = "sts.amazonaws.com",
                    [$"{Issuer}:sub"] = $"repo:{_repository}:{subject}",
                },
            }),
        });
        foreach (var statement in statements)
        {
            role.AddToPolicy(statement);
        }

        Nag.Leave(
            (CfnPolicy)role.Node.FindChild("DefaultPolicy").Node.DefaultChild!, "AwsSolutions-IAM5",
            "Stacks have an id of their own after their name, log streams after their group's; lists of an account are of no resource.");
    }

    [GeneratedRegex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex RepositoryPattern { get; }
}
