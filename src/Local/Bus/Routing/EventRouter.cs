using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Waybill.EventPatterns;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Metrics;

namespace Waybill.Local.Bus.Routing;

/// <summary>The template's buses: archives an event and hands it to every target of every rule it matches.</summary>
/// <remarks>
/// Handing over is part of the transaction that archives the event: the only targets are queues of the same store, so nothing is left to
/// retry. What cannot be handed over (no such queue, policy) goes to the target's dead-letter queue in the same transaction.
/// </remarks>
internal sealed partial class EventRouter : IAsyncDisposable
{
    private static readonly TimeSpan MetricsInterval = TimeSpan.FromSeconds(1);

    private readonly CloudModel _model;
    private readonly FrozenDictionary<string, BusRoutes> _buses;
    private readonly Queues _queues;
    private readonly BusStore _store;
    private readonly Chaos _chaos;
    private readonly Action<Metric> _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<EventRouter> _log;
    private readonly ITimer _flush;
    private long _published;
    private long _delivered;

    /// <exception cref="InvalidEventPatternException">A rule or archive has a pattern that EventBridge would refuse.</exception>
    /// <exception cref="UnsupportedTargetException">A target is not a standard queue.</exception>
    public EventRouter(
        CloudModel model, Queues queues, BusStore store, Chaos chaos, Action<Metric> metrics, TimeProvider time, ILogger<EventRouter> log)
    {
        _model = model;
        _queues = queues;
        _store = store;
        _chaos = chaos;
        _metrics = metrics;
        _time = time;
        _log = log;
        var byArn = model.Queues.ToDictionary(queue => queue.Arn, StringComparer.Ordinal);
        _buses = model.Buses.Select(bus => new BusRoutes(bus, model, byArn))
            .SelectMany(routes => new[] { KeyValuePair.Create(routes.Bus.Name, routes), KeyValuePair.Create(routes.Bus.Arn, routes) })
            .ToFrozenDictionary(StringComparer.Ordinal);
        _published = store.Reader.Counter("published");
        _delivered = store.Reader.Counter("delivered");
        WarnOfBrokenTargets();
        _flush = time.CreateTimer(_ => FlushMetrics(), null, MetricsInterval, MetricsInterval);
    }

    /// <summary>Events taken since the data folder was made.</summary>
    public long EventsPublished => Interlocked.Read(ref _published);

    /// <summary>Messages put into targets' queues since the data folder was made, chaos' copies included.</summary>
    public long EventsDelivered => Interlocked.Read(ref _delivered);

    /// <summary>The bus of this name or ARN, or null.</summary>
    public EventBus? FindBus(string nameOrArn) => _buses.GetValueOrDefault(nameOrArn)?.Bus;

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

        var deliveries = publication.Messages.Count;
        _queues.Expect(deliveries);
        try
        {
            await _store.CommitAsync(publication.Write, () => _queues.Arrive(publication.Messages, deliveries), cancellationToken);
        }
        catch
        {
            _queues.Settle(deliveries);
            throw;
        }
        Interlocked.Add(ref _published, publication.Published);
        Interlocked.Add(ref _delivered, publication.Delivered);
        publication.Committed.ForEach(count => count());
        return publication.EventIds;
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

    private string Known => string.Join(", ", _model.Buses.Select(bus => bus.Name));

    private void Plan(IncomingEvent incoming, Publication publication)
    {
        var now = _time.GetUtcNow();
        var envelope = BusEvent.Wrap(incoming, _model.Account, _model.Region, now);
        publication.EventIds.Add(envelope.Id);
        if (!_buses.TryGetValue(incoming.Bus, out var bus))
        {
            LogLost(_log, incoming.DetailType, incoming.Source, incoming.Bus, "does not exist", Known);
            return;
        }

        if (bus.IsEmpty)
        {
            LogLost(_log, incoming.DetailType, incoming.Source, incoming.Bus, "has no rule and no archive", Known);
        }

        publication.Published++;
        var match = bus.Match(envelope.Utf8);
        if (match.Outcome is not (MatchOutcome.Matched or MatchOutcome.NoMatch))
        {
            LogUnmatchable(_log, envelope.Id, incoming.DetailType, match.Outcome);
        }

        foreach (var archive in match.Archives)
        {
            publication.Archived.Add(new ArchivedEvent(
                archive.Arn, envelope.Id, envelope.Source, envelope.DetailType, envelope.Time, now, envelope.Text));
        }

        foreach (var route in match.Rules)
        {
            PlanRule(route, envelope, publication);
        }
    }

    private void PlanRule(RuleRoute route, BusEvent envelope, Publication publication)
    {
        publication.Committed.Add(route.Counters.Matched);
        foreach (var target in route.Targets)
        {
            if (target.Failure is null)
            {
                PlanDelivery(route, target, envelope, publication);
            }
            else
            {
                PlanDeadLetter(route, target, envelope, publication);
            }
        }
    }

    private void PlanDelivery(RuleRoute route, TargetRoute target, BusEvent envelope, Publication publication)
    {
        var body = target.Target.Input is { } input ? input.Apply(envelope.Utf8, route.Rule, _time.GetUtcNow()) : envelope.Text;
        if (body is null)
        {
            LogBrokenInput(_log, envelope.Id, envelope.DetailType, route.Rule.Name, target.Target.Arn);
            return;
        }

        foreach (var delay in _chaos.Copies())
        {
            publication.Messages.Add(
                _queues.Prepare(target.QueueArn!, body, MessageAttribute.None, envelope.TraceHeader, delay));
            publication.Delivered++;
        }
        publication.Committed.Add(route.Counters.HandedOver);
    }

    private void PlanDeadLetter(RuleRoute route, TargetRoute target, BusEvent envelope, Publication publication)
    {
        if (target.QueueArn is { } deadLetterArn)
        {
            publication.Messages.Add(_queues.Prepare(
                deadLetterArn, envelope.Text, target.DeadLetterAttributes(route.Rule), envelope.TraceHeader, delay: null));
        }
        else
        {
            LogDropped(_log, envelope.Id, envelope.DetailType, route.Rule.Name, target.Target.Arn, target.Failure!.Message);
        }

        publication.Committed.Add(() => route.Counters.Failed(
            hasDeadLetterQueue: target.Target.DeadLetterArn is not null, deadLettered: target.QueueArn is not null));
    }

    private void WarnOfBrokenTargets()
    {
        foreach (var route in _buses.Values.Distinct().SelectMany(routes => routes.Rules))
        {
            foreach (var target in route.Targets.Where(target => target.Failure is not null))
            {
                LogBrokenTarget(
                    _log, route.Rule.Name, target.Target.Arn, target.Failure!.Message, target.QueueArn ?? "nowhere: they are lost");
            }
        }
    }

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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rule {Rule} cannot hand events to {Target}: {Reason} They go to {Instead}")]
    private static partial void LogBrokenTarget(ILogger log, string rule, string target, string reason, string instead);
}
