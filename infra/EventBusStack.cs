using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Constructs;
using Waybill.Catalog;

namespace Waybill.Infra;

/// <summary>The bus, its archive, its guard, and the policy that lets a team put only its own source.</summary>
/// <remarks>Events that the catalog does not describe go to the guard, which raises the alarm of whoever answers for them.</remarks>
public sealed class EventBusStack : Stack
{
    private readonly EnvironmentSettings _settings;
    private readonly Names _names;

    public EventBusStack(Construct scope, EnvironmentSettings settings, EventCatalog catalog, DateOnly today)
        : base(scope, new Names(settings.Name).Stack("bus"), Shop.StackProps(settings, "The event bus, its archive and its guard"))
    {
        (_settings, _names) = (settings, new Names(settings.Name));
        var bus = new EventBus(this, "Bus", new EventBusProps { EventBusName = _names.Bus });
        bus.ApplyRemovalPolicy(settings.RemovalPolicy);
        AddArchive(bus);
        foreach (var (source, producer) in catalog.Producers)
        {
            bus.AddToResourcePolicy(OnlyItsOwners(bus, source, producer.Owners));
        }

        _ = new UncataloguedEventsGuard(this, settings, bus, UncataloguedRules.Of(catalog, today));
    }

    /// <summary>Keeps every event (no pattern), so that a consumer that did not listen can be given the past.</summary>
    private void AddArchive(EventBus bus)
    {
        var archive = new CfnArchive(this, "Archive", new CfnArchiveProps
        {
            ArchiveName = _names.Archive,
            Description = "Every event of the bus, for replay",
            SourceArn = bus.EventBusArn,
            RetentionDays = _settings.ArchiveRetentionDays,
        });
        archive.ApplyRemovalPolicy(_settings.RemovalPolicy);
    }

    /// <summary>Nobody puts events of a source but the roles of the teams that own it, whatever else they are allowed.</summary>
    private PolicyStatement OnlyItsOwners(EventBus bus, string source, IReadOnlyList<string> teams) => new(new PolicyStatementProps
    {
        Sid = $"OnlyItsOwnersPut-{source.Replace('.', '-')}",
        Effect = Effect.DENY,
        Principals = [new AnyPrincipal()],
        Actions = ["events:PutEvents"],
        Resources = [bus.EventBusArn],
        Conditions = Permissions.Conditions(
            ("StringEquals", "events:source", [source]),
            ("ArnNotLike", "aws:PrincipalArn", [.. teams.Select(team => $"arn:aws:iam::{_settings.Account}:role/{_names.Stack(team)}-*")])),
    });
}
