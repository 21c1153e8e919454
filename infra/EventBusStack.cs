using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;

namespace Waybill.Infra;

/// <summary>The bus, its archive, its log, its guard, and the policy that lets a team put only its own source.</summary>
/// <remarks>Events that the catalog does not describe go to the guard, which raises the alarm of whoever answers for them.</remarks>
public sealed class EventBusStack : Stack
{
    private readonly Deployment _deployment;

    public EventBusStack(Deployment deployment)
        : base(deployment.App, deployment.Names.Stack("bus"), deployment.StackProps("The event bus, its archive, its log and its guard"))
    {
        _deployment = deployment;
        var bus = new EventBus(this, "Bus", new EventBusProps { EventBusName = deployment.Names.Bus });
        bus.ApplyRemovalPolicy(deployment.Settings.RemovalPolicy);
        AddArchive(bus);
        foreach (var (source, producer) in deployment.Catalog.Producers)
        {
            bus.AddToResourcePolicy(OnlyItsOwners(bus, source, producer.Owners));
        }

        _ = new PublishedLog(this, deployment, bus);
        _ = new UncataloguedEventsGuard(this, deployment, bus);
    }

    /// <summary>The roles of producers that are deployed elsewhere.</summary>
    /// <param name="withFunctions">Sources of the teams that have functions here.</param>
    internal void AddProducers(IReadOnlyCollection<string> withFunctions) => _ = new Producers(this, _deployment, withFunctions);

    /// <summary>Keeps every event (no pattern), so that a consumer that did not listen can be given the past.</summary>
    private void AddArchive(EventBus bus)
    {
        var archive = new CfnArchive(this, "Archive", new CfnArchiveProps
        {
            ArchiveName = _deployment.Names.Archive,
            Description = "Every event of the bus, for replay",
            SourceArn = bus.EventBusArn,
            RetentionDays = _deployment.Settings.ArchiveRetentionDays,
        });
        archive.ApplyRemovalPolicy(_deployment.Settings.RemovalPolicy);
        new Alarms(this, _deployment).AddOfRule(
            _deployment.Names.ArchiveRule,
            $"Events are missing in the archive {_deployment.Names.Archive}: they cannot be replayed. Consumers have them.",
            "status", deadLetters: null);
    }

    /// <summary>Nobody puts events of a source but the roles of the teams that own it, whatever else they are allowed.</summary>
    private PolicyStatement OnlyItsOwners(EventBus bus, string source, IReadOnlyList<string> teams) => new(new PolicyStatementProps
    {
        Sid = _deployment.Names.Statement(source),
        Effect = Effect.DENY,
        Principals = [new AnyPrincipal()],
        Actions = ["events:PutEvents"],
        Resources = [bus.EventBusArn],
        Conditions = Permissions.Conditions(
            ("StringEquals", "events:source", [source]),
            ("ArnNotLike", "aws:PrincipalArn", [.. teams.Select(RolesOf)])),
    });

    private string RolesOf(string team) => $"arn:aws:iam::{_deployment.Settings.Account}:role/{_deployment.Names.Role(team, "*")}";
}
