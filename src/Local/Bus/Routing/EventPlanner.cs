using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Waybill.EventPatterns;
using Waybill.EventPatterns.Inputs;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus.Fanout;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Disturbances;
using Waybill.Local.Tracing;

namespace Waybill.Local.Bus.Routing;

/// <summary>Works out what an event changes: the archives that keep it, and what each target of each rule it matches gets.</summary>
/// <remarks>Nothing is written here; an <see cref="EventRouter"/> commits the <see cref="Publication"/>.</remarks>
internal sealed partial class EventPlanner(
    LiveAccount account, AccountRoutes routes, Queues queues, Topics topics, Chaos chaos, LaptopSpans spans, TimeProvider time,
    ILogger<EventPlanner> log)
{
    /// <summary>How many buses an event passes at most; rules that hand events round in a circle end here.</summary>
    private const int MostHops = 5;

    /// <summary>An event for its bus.</summary>
    public void Plan(IncomingEvent incoming, Publication publication)
    {
        var envelope = Wrap(incoming);
        publication.EventIds.Add(envelope.Id);
        var resources = account.Now;
        if (BusOperations.Find(resources, incoming.BusArn) is null)
        {
            LogLost(log, incoming.DetailType, incoming.Source, Name(incoming.BusArn), "does not exist", Known(resources));
            return;
        }

        if (routes.Of(incoming.BusArn).IsEmpty)
        {
            if (incoming.IsFromAws)
            {
                return; // AWS's services say what they say, whether anybody listens or not.
            }

            LogLost(log, incoming.DetailType, incoming.Source, Name(incoming.BusArn), "has no rule and no archive", Known(resources));
        }

        publication.Published++;
        PlanBus(incoming.BusArn, envelope, publication, resources, hops: 1);
    }

    /// <summary>An archived event for its bus once more.</summary>
    public void Plan(ArchivedEvent archived, Replay replay, Publication publication) =>
        PlanBus(replay.BusArn, BusEvent.Again(archived, replay, time.GetUtcNow()), publication, account.Now, hops: 1);

    /// <summary>An event for one rule's targets, whether it matches or not.</summary>
    public void Plan(Rule rule, IncomingEvent incoming, Publication publication)
    {
        if (routes.Of(incoming.BusArn).Find(rule.Arn) is { } route)
        {
            PlanRule(route, Wrap(incoming), publication, account.Now, hops: 1);
        }
    }

    private BusEvent Wrap(IncomingEvent incoming)
    {
        var scope = Scope.Of(incoming.BusArn);
        return BusEvent.Wrap(incoming, scope.Account, scope.Region, time.GetUtcNow());
    }

    private void PlanBus(string busArn, BusEvent envelope, Publication publication, Resources resources, int hops)
    {
        var match = routes.Of(busArn).Match(envelope.Utf8);
        if (match.Outcome is not (MatchOutcome.Matched or MatchOutcome.NoMatch))
        {
            LogUnmatchable(log, envelope.Id, envelope.DetailType, match.Outcome);
        }

        foreach (var archive in match.Archives.Where(_ => envelope.ReplayName is null))
        {
            publication.Archived.Add(new ArchivedEvent(
                archive.Arn, envelope.Id, envelope.Source, envelope.DetailType, envelope.Time, time.GetUtcNow(), envelope.Text));
        }

        foreach (var route in match.Rules.Where(route => envelope.MayMatch(route.Rule)))
        {
            PlanRule(route, envelope, publication, resources, hops);
        }
    }

    private void PlanRule(RuleRoute route, BusEvent envelope, Publication publication, Resources resources, int hops)
    {
        publication.Committed.Add(route.Counters.Matched);
        foreach (var target in route.Targets(resources))
        {
            PlanTarget(route, target, envelope, publication, resources, hops);
        }
    }

    private void PlanTarget(
        RuleRoute route, TargetRoute target, BusEvent envelope, Publication publication, Resources resources, int hops)
    {
        var span = RouteSpan.Begin(spans, route.Rule, target.Target, envelope);
        if (target.Failure is { } failure)
        {
            PlanDeadLetter(route, target, failure, envelope, span, publication);
        }
        else if (target.Kind == TargetKind.Bus)
        {
            PlanForward(route, target.Target, envelope, publication, resources, hops);
        }
        else
        {
            PlanDelivery(route, target, envelope, span, publication);
        }

        if (span is not null)
        {
            publication.Committed.Add(span.Dispose);
        }
    }

    /// <summary>Another bus gets the event as it is.</summary>
    private void PlanForward(
        RuleRoute route, RuleTarget target, BusEvent envelope, Publication publication, Resources resources, int hops)
    {
        if (hops == MostHops)
        {
            LogLoop(log, envelope.Id, envelope.DetailType, MostHops, route.Rule.Name);
            return;
        }

        publication.Committed.Add(route.Counters.HandedOver);
        PlanBus(target.Arn, envelope, publication, resources, hops + 1);
    }

    private void PlanDelivery(
        RuleRoute route, TargetRoute decided, BusEvent envelope, Activity? span, Publication publication)
    {
        var (rule, target) = (route.Rule, decided.Target);
        var body = target.Input is { } input
            ? input.Apply(envelope.Utf8, new RuleAddress(rule.Name, rule.Arn), time.GetUtcNow())
            : envelope.Text;
        if (body is null)
        {
            LogBrokenInput(log, envelope.Id, envelope.DetailType, rule.Name, target.Arn);
            return;
        }

        if (decided.WhyNot(body) is { } refused)
        {
            PlanDeadLetter(route, decided, refused, envelope, span, publication);
            return;
        }

        var header = RouteSpan.Header(span, envelope);
        foreach (var late in chaos.Copies(target.Arn))
        {
            if (decided.Kind == TargetKind.Topic)
            {
                publication.Add(topics.Plan(target.Arn, subject: null, body, header));
            }
            else if (decided.Kind == TargetKind.Queue)
            {
                publication.Messages.Add(queues.Prepare(
                    target.Arn, body, MessageAttribute.None, header, queues[target.Arn].Definition.Delay + late,
                    target.MessageGroupId));
            }
            else
            {
                publication.Deliveries.Add(Delivery.Of(
                    rule, target, body, envelope.Text, header, time.GetUtcNow(), late ?? TimeSpan.Zero));
            }

            publication.Delivered += decided.Kind == TargetKind.LogGroup ? 0 : 1;
        }

        publication.Committed.Add(route.Counters.HandedOver);
    }

    private void PlanDeadLetter(
        RuleRoute route, TargetRoute decided, HandOverFailure failure, BusEvent envelope, Activity? span, Publication publication)
    {
        LaptopSpans.Fail(span, failure.Code);
        var (rule, target) = (route.Rule, decided.Target);
        if (decided.DeadLetterArn is { } deadLetterArn)
        {
            publication.Messages.Add(queues.Prepare(
                deadLetterArn, envelope.Text, TargetRoute.DeadLetterAttributes(rule, target, failure),
                RouteSpan.Header(span, envelope), delay: null));
        }
        else
        {
            LogDropped(log, envelope.Id, envelope.DetailType, rule.Name, target.Arn, failure.Message);
        }

        publication.Committed.Add(() => route.Counters.Failed(
            hasDeadLetterQueue: target.DeadLetterArn is not null, deadLettered: decided.DeadLetterArn is not null));
    }

    private static string Name(string busArn) => busArn.Split(":event-bus/")[^1];

    private static string Known(Resources resources) =>
        string.Join(", ", resources.All<EventBus>().Select(bus => bus.Name).Append(EventBus.Default));

    [LoggerMessage(Level = LogLevel.Error, Message =
        "Event {Id} ({DetailType}) has passed {Hops} buses, and rule {Rule} hands it on again: it ends here, for that looks like a circle")]
    private static partial void LogLoop(ILogger log, string id, string detailType, int hops, string rule);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{DetailType} from {Source} was put on bus '{Bus}', which {Problem}: the event is lost. Buses are: {Known}")]
    private static partial void LogLost(ILogger log, string detailType, string source, string bus, string problem, string known);

    [LoggerMessage(Level = LogLevel.Error, Message = "Event {Id} ({DetailType}) cannot be held against the rules: {Outcome}")]
    private static partial void LogUnmatchable(ILogger log, string id, string detailType, MatchOutcome outcome);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message =
            "LOST event {Id} ({DetailType}): rule {Rule} cannot hand it to {Target} and has no dead-letter queue it may send to. {Reason}")]
    private static partial void LogDropped(ILogger log, string id, string detailType, string rule, string target, string reason);

    /// <summary>EventBridge says nothing at all.</summary>
    [LoggerMessage(Level = LogLevel.Error, Message =
        "LOST event {Id} ({DetailType}): the input of rule {Rule} for {Target} makes no JSON of it; "
        + "is there a quote, a backslash or a line end in a text, or is a part missing?")]
    private static partial void LogBrokenInput(ILogger log, string id, string detailType, string rule, string target);
}
