using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Constructs;

namespace Waybill.Infra;

/// <summary>The bus, its archive, its guard, and the policy that lets a team put only its own source.</summary>
/// <remarks>Events that the catalog does not describe raise the guard's alarm.</remarks>
public sealed class EventBusStack : Stack
{
    private readonly EnvironmentSettings _settings;
    private readonly Names _names;

    public EventBusStack(Construct scope, EnvironmentSettings settings, IReadOnlyList<EventType> described)
        : base(scope, new Names(settings.Name).Stack("bus"), Shop.StackProps(settings, "The event bus, its archive and its guard"))
    {
        (_settings, _names) = (settings, new Names(settings.Name));
        var bus = new EventBus(this, "Bus", new EventBusProps { EventBusName = _names.Bus });
        bus.ApplyRemovalPolicy(settings.RemovalPolicy);
        AddArchive(bus);
        foreach (var source in described.Select(e => e.Source).Distinct())
        {
            bus.AddToResourcePolicy(OnlyItsOwner(bus, source));
        }

        _ = new UnknownEventsGuard(this, settings, bus, described);
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

    /// <summary>Nobody puts events of a source but the roles of the team that owns it, whatever else they are allowed.</summary>
    private PolicyStatement OnlyItsOwner(EventBus bus, string source) => new(new PolicyStatementProps
    {
        Sid = $"OnlyItsOwnerPuts-{source.Replace('.', '-')}",
        Effect = Effect.DENY,
        Principals = [new AnyPrincipal()],
        Actions = ["events:PutEvents"],
        Resources = [bus.EventBusArn],
        Conditions = Permissions.Conditions(
            ("StringEquals", "events:source", source),
            ("ArnNotLike", "aws:PrincipalArn", $"arn:aws:iam::{_settings.Account}:role/{_names.Stack(Team.OwnerOf(source))}-*")),
    });
}
