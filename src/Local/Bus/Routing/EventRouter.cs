using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Waybill.EventPatterns;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus.Fanout;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Metrics;

namespace Waybill.Local.Bus.Routing;

/// <summary>The accounts' buses: archives an event and hands it to every target of every rule it matches.</summary>
/// <remarks>
/// Handing over is part of the transaction that archives the event: queues and buses are of the same store, and what reaches a target
/// later is a <see cref="Delivery"/> there. What cannot be handed over (no such queue, policy) goes to the target's dead-letter queue in
/// the same transaction.
/// </remarks>
internal sealed partial class EventRouter : IAsyncDisposable
{
    private static readonly TimeSpan MetricsInterval = TimeSpan.FromSeconds(1);

    /// <summary>How many buses an event passes at most; rules that hand events round in a circle end here.</summary>
    private const int MostHops = 5;

    private readonly LiveAccount _account;
    private readonly ConcurrentDictionary<string, BusRoutes> _buses = new(StringComparer.Ordinal);
    private readonly Queues _queues;
    private readonly Topics _topics;
    private readonly BusStore _store;
    private readonly Chaos _chaos;
    private readonly Action<Metric> _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<EventRouter> _log;
    private readonly ITimer _flush;
    private long _published;
    private long _delivered;

    public EventRouter(
        LiveAccount account, Queues queues, Topics topics, BusStore store, Chaos chaos, Action<Metric> metrics, TimeProvider time,
        ILogger<EventRouter> log)
    {
        _account = account;
        _queues = queues;
        _topics = topics;
        _store = store;
        _chaos = chaos;
        _metrics = metrics;
        _time = time;
        _log = log;
        Load(account.Now);
        account.Follow(Follow);
        _published = store.Reader.Counter("published");
        _delivered = store.Reader.Counter("delivered");
        _flush = time.CreateTimer(_ => FlushMetrics(), null, MetricsInterval, MetricsInterval);
    }

    /// <summary>There are new deliveries in the store; called on the writer's thread.</summary>
    public Action Promised { get; set; } = () => { };

    /// <summary>Events taken since the data folder was made.</summary>
    public long EventsPublished => Interlocked.Read(ref _published);

    /// <summary>Messages put into targets' queues since the data folder was made, chaos' copies included.</summary>
    public long EventsDelivered => Interlocked.Read(ref _delivered);

    /// <summary>Takes events in; when the task completes they are archived and in their queues, on disk.</summary>
    /// <remarks>An event for a bus that does not exist gets an id and vanishes, as in AWS; the log says so.</remarks>
    /// <returns>The envelope ids, in the order of <paramref name="events"/>.</returns>
    public async Task<IReadOnlyList<string>> PublishAsync(IReadOnlyList<IncomingEvent> events, CancellationToken cancellationToken)
    {
        var publication = new Publication();
        foreach (var incoming in events)
        {
            Plan(incoming, publication);
        }

        await CommitAsync(publication, (write, committed) => _store.CommitAsync(write, committed, cancellationToken));
        return publication.EventIds;
    }

    /// <summary>Puts archived events on their bus once more, in the transaction that <paramref name="change"/> makes of it.</summary>
    public async Task ReplayAsync(
        Replay replay, IReadOnlyList<ArchivedEvent> events, Func<Action<StoreTransaction>, Action, Task> change)
    {
        var publication = new Publication();
        foreach (var archived in events)
        {
            PlanBus(replay.BusArn, BusEvent.Again(archived, replay, _time.GetUtcNow()), publication, _account.Now, hops: 1);
        }

        await CommitAsync(publication, change);
    }

    /// <summary>Hands one rule's targets an event that no pattern has to match: its time has come.</summary>
    public async Task FireAsync(Rule rule, IncomingEvent incoming)
    {
        var scope = Scope.Of(incoming.BusArn);
        var publication = new Publication { Published = 1 };
        var envelope = BusEvent.Wrap(incoming, scope.Account, scope.Region, _time.GetUtcNow());
        var rules = _buses.GetValueOrDefault(incoming.BusArn, BusRoutes.None).Rules;
        if (rules.FirstOrDefault(route => route.Rule.Arn == rule.Arn) is { } route)
        {
            PlanRule(route, envelope, publication, _account.Now, hops: 1);
        }

        await CommitAsync(publication, (write, committed) => _store.CommitAsync(write, committed, CancellationToken.None));
    }

    /// <summary>Publishes to topics; when the task completes, the messages are in their queues, or promised, on disk.</summary>
    public Task NotifyAsync(IReadOnlyList<TopicPlan> plans, CancellationToken cancellationToken)
    {
        var publication = new Publication();
        foreach (var plan in plans)
        {
            publication.Add(plan);
        }

        return CommitAsync(publication, (write, committed) => _store.CommitAsync(write, committed, cancellationToken));
    }

    private async Task CommitAsync(Publication publication, Func<Action<StoreTransaction>, Action, Task> commit)
    {
        var deliveries = publication.Messages.Count;
        _queues.Expect(deliveries);
        try
        {
            await commit(
                transaction =>
                {
                    // A queue may have gone since; on the writer's thread that is known.
                    publication.Messages.RemoveAll(message => _queues.Find(message.QueueArn) is null);
                    publication.Write(transaction);
                },
                () =>
                {
                    _queues.Arrive(publication.Messages, deliveries);
                    if (publication.Deliveries.Count > 0)
                    {
                        Promised();
                    }
                });
        }
        catch
        {
            _queues.Settle(deliveries);
            throw;
        }

        Interlocked.Add(ref _published, publication.Published);
        Interlocked.Add(ref _delivered, publication.Delivered);
        publication.Committed.ForEach(count => count());
    }

    /// <summary>Counts from nothing again.</summary>
    public void Clear()
    {
        Interlocked.Exchange(ref _published, 0);
        Interlocked.Exchange(ref _delivered, 0);
    }

    /// <summary>Hands the counts so far to the metrics, as happens every second anyway.</summary>
    public void FlushMetrics()
    {
        var now = _time.GetUtcNow();
        foreach (var routes in _buses.Values)
        {
            foreach (var rule in routes.Rules)
            {
                rule.Counters.Flush(_metrics, now);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _flush.DisposeAsync();
        FlushMetrics();
    }

    private void Load(Resources resources)
    {
        var rules = resources.All<Rule>().ToLookup(rule => rule.BusArn, StringComparer.Ordinal);
        var archives = resources.All<Archive>().ToLookup(archive => archive.BusArn, StringComparer.Ordinal);
        foreach (var bus in rules.Select(group => group.Key).Union(archives.Select(group => group.Key), StringComparer.Ordinal))
        {
            _buses[bus] = BusRoutes.Build([.. rules[bus]], [.. archives[bus]]);
        }
    }

    private void Follow(IReadOnlyList<Step> steps)
    {
        foreach (var step in steps)
        {
            var busArn = (step.After ?? step.Before) switch
            {
                Rule rule => rule.BusArn,
                Archive archive => archive.BusArn,
                _ => null,
            };
            if (busArn is null)
            {
                continue;
            }

            var routes = _buses.GetValueOrDefault(busArn, BusRoutes.None);
            _buses[busArn] = step.After switch
            {
                Rule rule => routes.With(rule),
                Archive archive => routes.With(archive),
                _ => routes.Without(step.Before!),
            };
        }
    }

    private void Plan(IncomingEvent incoming, Publication publication)
    {
        var now = _time.GetUtcNow();
        var scope = Scope.Of(incoming.BusArn);
        var envelope = BusEvent.Wrap(incoming, scope.Account, scope.Region, now);
        publication.EventIds.Add(envelope.Id);
        var resources = _account.Now;
        if (BusOperations.Find(resources, incoming.BusArn) is null)
        {
            LogLost(_log, incoming.DetailType, incoming.Source, Name(incoming.BusArn), "does not exist", Known(resources));
            return;
        }

        if (_buses.GetValueOrDefault(incoming.BusArn, BusRoutes.None).IsEmpty)
        {
            if (incoming.IsFromAws)
            {
                return; // AWS's services say what they say, whether anybody listens or not.
            }

            LogLost(_log, incoming.DetailType, incoming.Source, Name(incoming.BusArn), "has no rule and no archive", Known(resources));
        }

        publication.Published++;
        PlanBus(incoming.BusArn, envelope, publication, resources, hops: 1);
    }

    private void PlanBus(string busArn, BusEvent envelope, Publication publication, Resources resources, int hops)
    {
        var match = _buses.GetValueOrDefault(busArn, BusRoutes.None).Match(envelope.Utf8);
        if (match.Outcome is not (MatchOutcome.Matched or MatchOutcome.NoMatch))
        {
            LogUnmatchable(_log, envelope.Id, envelope.DetailType, match.Outcome);
        }

        foreach (var archive in match.Archives.Where(_ => envelope.ReplayName is null))
        {
            publication.Archived.Add(new ArchivedEvent(
                archive.Arn, envelope.Id, envelope.Source, envelope.DetailType, envelope.Time, _time.GetUtcNow(), envelope.Text));
        }

        foreach (var route in match.Rules.Where(route => envelope.MayMatch(route.Rule)))
        {
            PlanRule(route, envelope, publication, resources, hops);
        }
    }

    private void PlanRule(RuleRoute route, BusEvent envelope, Publication publication, Resources resources, int hops)
    {
        publication.Committed.Add(route.Counters.Matched);
        foreach (var target in route.Rule.Targets)
        {
            PlanTarget(route, target, envelope, publication, resources, hops);
        }
    }

    private void PlanTarget(
        RuleRoute route, RuleTarget target, BusEvent envelope, Publication publication, Resources resources, int hops)
    {
        var decided = TargetRoute.Decide(route.Rule, target, resources);
        if (decided.Failure is { } failure)
        {
            PlanDeadLetter(route, decided, failure, envelope, publication);
        }
        else if (TargetKinds.Of(target.Arn) == TargetKind.Bus)
        {
            PlanForward(route, target, envelope, publication, resources, hops);
        }
        else
        {
            PlanDelivery(route, decided, envelope, publication);
        }
    }

    /// <summary>Another bus gets the event as it is.</summary>
    private void PlanForward(
        RuleRoute route, RuleTarget target, BusEvent envelope, Publication publication, Resources resources, int hops)
    {
        if (hops == MostHops)
        {
            LogLoop(_log, envelope.Id, envelope.DetailType, MostHops, route.Rule.Name);
            return;
        }

        publication.Committed.Add(route.Counters.HandedOver);
        PlanBus(target.Arn, envelope, publication, resources, hops + 1);
    }

    private void PlanDelivery(RuleRoute route, TargetRoute decided, BusEvent envelope, Publication publication)
    {
        var (rule, target) = (route.Rule, decided.Target);
        var body = target.Input is { } input ? input.Apply(envelope.Utf8, rule, _time.GetUtcNow()) : envelope.Text;
        if (body is null)
        {
            LogBrokenInput(_log, envelope.Id, envelope.DetailType, rule.Name, target.Arn);
            return;
        }

        foreach (var delay in _chaos.Copies())
        {
            if (TargetKinds.Of(target.Arn) == TargetKind.Topic)
            {
                publication.Add(_topics.Plan(target.Arn, subject: null, body, envelope.TraceHeader));
            }
            else if (TargetKinds.Of(target.Arn) == TargetKind.Queue)
            {
                publication.Messages.Add(_queues.Prepare(
                    target.Arn, body, MessageAttribute.None, envelope.TraceHeader, delay, target.MessageGroupId));
            }
            else
            {
                publication.Deliveries.Add(Delivery.Of(
                    rule, target, body, envelope.Text, envelope.TraceHeader, _time.GetUtcNow(), delay ?? TimeSpan.Zero));
            }

            publication.Delivered++;
        }

        publication.Committed.Add(route.Counters.HandedOver);
    }

    private void PlanDeadLetter(
        RuleRoute route, TargetRoute decided, HandOverFailure failure, BusEvent envelope, Publication publication)
    {
        var (rule, target) = (route.Rule, decided.Target);
        if (decided.DeadLetterArn is { } deadLetterArn)
        {
            publication.Messages.Add(_queues.Prepare(
                deadLetterArn, envelope.Text, TargetRoute.DeadLetterAttributes(rule, target, failure), envelope.TraceHeader, delay: null));
        }
        else
        {
            LogDropped(_log, envelope.Id, envelope.DetailType, rule.Name, target.Arn, failure.Message);
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
