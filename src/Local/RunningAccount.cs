using Microsoft.Extensions.Logging;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Deliveries;
using Waybill.Local.Bus.Fanout;
using Waybill.Local.Bus.Routing;
using Waybill.Local.Disturbances;
using Waybill.Local.Dynamo;
using Waybill.Local.Metrics;
using Waybill.Local.Tracing;

namespace Waybill.Local;

/// <summary>The account without its functions: resources, queues, the way of an event from the bus to them, and all that happens in it by
/// itself as time goes by.</summary>
internal sealed class RunningAccount
{
    private readonly LaptopOptions _options;
    private readonly KeptState _kept;
    private readonly ServersBeside _beside;
    private readonly ILoggerFactory _logs;
    private readonly Ending _ending;

    public RunningAccount(
        LaptopOptions options, KeptState kept, ServersBeside beside, MetricStore metrics, LaptopSpans spans, ILoggerFactory logs,
        Uri endpoint, Ending ending)
    {
        (_options, _kept, _beside, _logs, _ending, Metrics) = (options, kept, beside, logs, ending, metrics);
        var (store, time) = (kept.Store, options.Time);
        Account = ending.Add(new LiveAccount(store, time, options.Quotas));
        Queues = ending.Add(new Queues(Account, store, time, logs.CreateLogger<Queues>()));
        Chaos = new Chaos(time);
        Topics = new Topics(Account, Queues, time, endpoint.GetLeftPart(UriPartial.Authority), logs.CreateLogger<Topics>());
        var routes = new AccountRoutes(Account);
        var planner = new EventPlanner(Account, routes, Queues, Topics, Chaos, spans, time, logs.CreateLogger<EventPlanner>());
        Router = ending.Add(new EventRouter(routes, planner, Queues, store, metrics.Put, time));
        Alarms = new AccountAlarms(Account, store, Router, Topics, OnAlarm, options.OnWarning, time);
        Templates = new TemplateApplication(Account, new Holdings(Queues, store), beside.DynamoDbIn, options);
        AllowedHosts = new AllowedHosts(options.AllowedHosts);
    }

    public LiveAccount Account { get; }

    public Queues Queues { get; }

    public Chaos Chaos { get; }

    public Topics Topics { get; }

    public EventRouter Router { get; }

    public AccountAlarms Alarms { get; }

    public TemplateApplication Templates { get; }

    public MetricStore Metrics { get; }

    public AllowedHosts AllowedHosts { get; }

    /// <summary>Begins what happens by itself: deliveries, retention, replays, schedules, alarms.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var (store, time) = (_kept.Store, _options.Time);
        StartDelivering();
        _ending.Add(new ArchiveRetention(Account, store, time));
        _ending.Add(new ArchiveLimit(store, _options.ArchiveLimit, time, _options.OnWarning));
        _ending.Add(new TimeToLive(Account, _beside.DynamoDbIn, time, _logs.CreateLogger<TimeToLive>()));
        _ending.Add(new Replayer(Account, Router, store, time, _logs.CreateLogger<Replayer>()));
        _ending.Add(new Schedules(Account, Router, time, _logs.CreateLogger<Schedules>()));
        _ending.Add(new AlarmEvaluator(() => Alarms.All, Metrics, new QueueGauges(Queues, Metrics).Sample, time));
        await new AccountLogGroups(Account, _kept.LogGroups, _options.OnWarning).StartAsync(cancellationToken);
    }

    /// <summary>What neither is a queue nor a function is delivered to by itself.</summary>
    private void StartDelivering()
    {
        var time = _options.Time;
        var destinations = _ending.Add(new ApiDestinationTarget(Account, AllowedHosts, time));
        var endpoints = _ending.Add(new TopicEndpointTarget(Account, Topics, AllowedHosts, time));
        var deliveries = new RuleDeliveries(
            Account, Queues, new Backoff(Environment.TickCount), time, _logs.CreateLogger<RuleDeliveries>());
        var deliverer = _ending.Add(new Deliverer(
            _kept.Store, Queues,
            kind => kind switch
            {
                TargetKind.ApiDestination => deliveries.By(destinations.CallAsync),
                TargetKind.LogGroup => deliveries.By(new LogGroupTarget(_kept.LogGroups, time).WriteAsync),
                TargetKind.Topic => Attempts.Each(endpoints.AttemptAsync),
                _ => null,
            },
            time, _logs.CreateLogger<Deliverer>()));
        Router.Promised += deliverer.Wake;
        // A subscription of an HTTP endpoint has the endpoint asked.
        Account.Follow(_ => deliverer.Wake());
    }

    private void OnAlarm(AlarmChange change)
    {
        // That there is data now, and it is fine, is no news.
        if (change.From is AlarmState.Alarm || change.To is AlarmState.Alarm)
        {
            _options.OnAlarm(change);
        }
    }
}
