using Amazon.CDK;
using Amazon.CDK.AWS.SQS;
using Constructs;
using Waybill.Catalog;

namespace Waybill.Infra;

/// <summary>
/// What happens to events that the catalog does not describe, which the bus's stack takes off the bus; and who says that a deployment
/// works.
/// </summary>
/// <remarks>
/// A team's stack as any other, and its function one as any other: <c>functions/Platform</c>. But it is not one of <c>teams/</c>, because
/// every company has it. Its source is the one under which the catalog has its event.
/// </remarks>
public sealed class PlatformStack : TeamStack
{
    /// <summary>Who answers for sources that nobody owns.</summary>
    private static readonly string Nobody = Names.Kebab(UncataloguedEventsGuard.Team);

    public PlatformStack(Deployment deployment) : base(deployment, UncataloguedEventsGuard.Team, SourceIn(deployment.Catalog))
    {
        const string Guard = UncataloguedEventsGuard.Consumer;
        var guard = new Construct(this, Guard);
        var queue = Queue.FromQueueArn(guard, "Queue", $"arn:aws:sqs:{Aws.REGION}:{Aws.ACCOUNT_ID}:{deployment.Names.Queue(Guard)}");
        ConsumerQueue.Poll(queue, Function(Guard, Publish));
        ConsumerQueue.AddAlarms(guard, deployment, Guard);
        Subscribe(Deployments.Consumer, [Deployments.OwnEvent]);
        AddAlarmsOfOwners(deployment.Catalog.Producers.SelectMany(
            producer => producer.Value.Owners.Select(owner => (owner, producer.Key))).ToLookup(one => one.owner, one => one.Key));
    }

    private static string SourceIn(EventCatalog catalog) => catalog.FindEvent(UncataloguedEventsGuard.OwnEvent)!.Source;

    private void AddAlarmsOfOwners(ILookup<string, string> sources)
    {
        var alarms = new Alarms(new Construct(this, "UncataloguedEvents"), Deployment);
        foreach (var owner in sources.Select(one => one.Key).Append(Nobody).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            alarms.Add("uncatalogued", owner, Metrics.UncataloguedEvents(owner), 1, new AlarmText(
                $"Events are on the bus that events-catalog does not describe, and {owner} answers for their source. "
                + $"{UncataloguedEventsGuard.OwnEvent} says which: describe them, or stop them.",
                "uncatalogued", Look(owner, sources[owner])));
        }
    }

    /// <summary>What the guard reports is about the source; that of events that nobody owns can be any.</summary>
    private static string Look(string owner, IEnumerable<string> sources) => owner == Nobody
        ? $"status {UncataloguedEventsGuard.Consumer}"
        : $"trace {sources.Order(StringComparer.Ordinal).First()}";
}
