using Amazon.CDK;
using Amazon.CDK.AWS.SQS;
using Constructs;
using Waybill.Catalog;

namespace Waybill.Infra;

/// <summary>What happens to events that the catalog does not describe; the bus's stack takes them off the bus.</summary>
/// <remarks>
/// A team's stack as any other, and its function one as any other: <c>functions/Platform</c>. But it is not one of <c>teams/</c>, because
/// every company has it. Its source is the one under which the catalog has its event.
/// </remarks>
public sealed class PlatformStack : TeamStack
{
    public PlatformStack(Deployment deployment) : base(deployment, UncataloguedEventsGuard.Team, SourceIn(deployment.Catalog))
    {
        const string Guard = UncataloguedEventsGuard.Consumer;
        var guard = new Construct(this, Guard);
        var queue = Queue.FromQueueArn(guard, "Queue", $"arn:aws:sqs:{Aws.REGION}:{Aws.ACCOUNT_ID}:{deployment.Names.Queue(Guard)}");
        ConsumerQueue.Poll(queue, Function(Guard, Publish));
        ConsumerQueue.AddAlarms(guard, deployment, Guard);
        AddAlarmsOfOwners(deployment.Catalog.Producers.Values.SelectMany(producer => producer.Owners).Append(Names.Kebab(Team)));
    }

    private static string SourceIn(EventCatalog catalog) => catalog.FindEvent(UncataloguedEventsGuard.OwnEvent)!.Source;

    private void AddAlarmsOfOwners(IEnumerable<string> owners)
    {
        var alarms = new Alarms(new Construct(this, "UncataloguedEvents"), Deployment);
        foreach (var owner in owners.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            alarms.Add("uncatalogued", owner, Metrics.UncataloguedEvents(owner), 1,
                $"Events are on the bus that events-catalog does not describe, and {owner} answers for their source. "
                + $"{UncataloguedEventsGuard.OwnEvent} says which: describe them, or stop them.");
        }
    }
}
