using Amazon.CDK.AWS.IAM;
using Constructs;

namespace Waybill.Infra;

/// <summary>
/// A role for each producer that is deployed elsewhere: it may put the events of one source and nothing else. Who may take it on is said in
/// <c>cdk.json</c>, key <c>producers</c> of the environment.
/// </summary>
internal sealed class Producers : Construct
{
    private const string RoleArn = "^arn:aws:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/*-]+$";
    private const string RoleArns = "a list of roles' ARNs, such as arn:aws:iam::111111111111:role/checkout or …:role/checkout-*";

    private readonly Deployment _deployment;

    /// <param name="scope">The bus's stack.</param>
    /// <param name="deployment">The environment.</param>
    /// <param name="withFunctions">Sources of the teams that have functions here, which may publish by themselves.</param>
    /// <exception cref="ConfigurationException">A source is not in the catalog, or nobody could put its events.</exception>
    public Producers(Construct scope, Deployment deployment, IReadOnlyCollection<string> withFunctions) : base(scope, "Producers")
    {
        _deployment = deployment;
        var (settings, producers) = (deployment.Settings.Producers, deployment.Catalog.Producers);
        foreach (var source in settings?.Keys ?? [])
        {
            var owner = producers.TryGetValue(source, out var producer)
                ? producer.Owners[0]
                : throw settings!.Invalid(source, $"about a source of events-catalog, which are {string.Join(", ", producers.Keys)}");
            Add(source, owner, settings!.Texts(source, RoleArn, RoleArns));
        }

        settings?.NothingElse();
        if (producers.Keys.Except(withFunctions).Except(settings?.Keys ?? []).FirstOrDefault() is { } mute)
        {
            throw new ConfigurationException(
                $"events-catalog has events of {mute}, and nobody could put them: no team's stack has that source, and cdk.json "
                + $"/context/environments/{deployment.Settings.Name}/producers has no \"{mute}\": [\"arn:aws:iam::…:role/…\"], "
                + "the roles of whoever publishes them.");
        }
    }

    private void Add(string source, string owner, IReadOnlyList<string> roles)
    {
        if (roles.Count == 0)
        {
            throw _deployment.Settings.Producers!.Invalid(source, $"{RoleArns}, at least one");
        }

        // By pattern and not as principals: a role that is named as one has to exist before this one, and is another when made again.
        IPrincipal[] accounts = [.. roles.Select(role => role.Split(':')[4]).Distinct().Select(account => new AccountPrincipal(account))];
        new Role(this, source, new RoleProps
        {
            RoleName = _deployment.Names.ProducerRole(owner, source),
            Description = $"May put events of {source} on {_deployment.Names.Bus}",
            AssumedBy = new PrincipalWithConditions(
                new CompositePrincipal(accounts), Permissions.Conditions(("ArnLike", "aws:PrincipalArn", [.. roles]))),
        }).AddToPolicy(Permissions.Publish(_deployment, source));
    }
}
