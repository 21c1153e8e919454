using Amazon.CDK;
using Amazon.CDK.AWS.SQS;
using Constructs;
using Waybill.Catalog;
using Waybill.Infra.LeastData;

namespace Waybill.Infra.Teams;

/// <summary>What happens to events that the catalog does not describe; the bus's stack takes them off the bus.</summary>
public sealed class PlatformStack : TeamStack
{
    public PlatformStack(Construct scope, EnvironmentSettings settings, Repository repository, DeclaredData data, EventCatalog catalog)
        : base(scope, Team.Platform, settings, repository, data)
    {
        const string Guard = UncataloguedEventsGuard.Consumer;
        var names = new Names(settings.Name);
        var guard = new Construct(this, Guard);
        var queue = Queue.FromQueueArn(guard, "Queue", $"arn:aws:sqs:{Aws.REGION}:{Aws.ACCOUNT_ID}:{names.Queue(Guard)}");
        ConsumerQueue.Poll(queue, Consumer(Guard, Publish));
        ConsumerQueue.AddAlarms(guard, settings, Guard);
        AddAlarmsOfOwners(settings, catalog.Producers.Values.SelectMany(producer => producer.Owners).Append(Team.Platform.Kebab));
        Subscribed(Guard);
    }

    private void AddAlarmsOfOwners(EnvironmentSettings settings, IEnumerable<string> owners)
    {
        var alarms = new Alarms(new Construct(this, "UncataloguedEvents"), settings);
        foreach (var owner in owners.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            alarms.Add("uncatalogued", owner, Metrics.UncataloguedEvents(owner), 1,
                $"Events are on the bus that events-catalog does not describe, and {owner} answers for their source. UncataloguedEventSeen.v1 says which: describe them, or stop them.");
        }
    }
}
