using Waybill.Local.Account;
using Waybill.Local.Bus.Fanout;
using Waybill.Local.Bus.Routing;
using Waybill.Local.Functions;
using Waybill.Local.Logs;
using Waybill.Local.Machine;
using Waybill.Local.Metrics;
using Waybill.Local.Tracing;

namespace Waybill.Local;

/// <summary>The account's functions: their code, their processes, who calls them from outside of the bus, and what they say.</summary>
internal sealed class RunningFunctions
{
    private readonly LaptopOptions _options;
    private readonly RunningAccount _account;
    private readonly ServersBeside _beside;
    private readonly Ending _ending;

    /// <param name="options">Who hears them.</param>
    /// <param name="model">What the templates say.</param>
    /// <param name="account">Whose functions they are.</param>
    /// <param name="kept">Keeps their logs.</param>
    /// <param name="beside">The programs that they call.</param>
    /// <param name="spans">Tells of invocations.</param>
    /// <param name="debugged">The function that is debugged; null when none is.</param>
    /// <param name="ending">Ends them.</param>
    public RunningFunctions(
        LaptopOptions options, CloudModel model, RunningAccount account, KeptState kept, ServersBeside beside, LaptopSpans spans,
        Function? debugged, Ending ending)
    {
        (_options, _account, _beside, _ending) = (options, account, beside, ending);
        Code = new FunctionCode(Path.Combine(options.DataFolder, "functions"));
        Code.Sweep(account.Account.Now.All<Function>());
        var processors = ending.Add(new ProcessorUse(
            () => [.. Hosts?.ProcessIds ?? [], .. beside.ProgramIds], () => beside.DynamoDbId,
            new BusySeconds(model.Scope, account.Metrics, options.Time).Count));
        var overrides = ProgramVariables.Of(model, options.Programs, beside.Addresses);
        Hosts = new FunctionHosts(
            account.Account.Now.All<Function>(),
            new FunctionHostOptions(overrides, account.Metrics, OnLine, options.Time)
            {
                UsualInstances = Math.Max(2, Environment.ProcessorCount),
                MaximumInstances = options.MaximumInstances,
                LookThatFoundTime = processors.LookThatFoundTime,
                LogProcessIds = options.LogProcessIds,
                Chaos = account.Chaos,
                Debugged = debugged?.Arn,
                Spans = spans,
                MoreVariables = LaptopSpans.ForFunctions(options.OpenTelemetry),
                OnLogged = (function, instance, line) =>
                {
                    kept.LogGroups.Keep(new LogGroupName(Scope.Of(function.Arn), function.LogGroup), instance, line);
                    kept.LogFiles.Keep(function.Name, instance, line);
                },
            });
        account.Account.Follow(Hosts.Follow);
        Asynchronous = new AsyncRunner(
            account.Account, kept.Store, account.Queues, Hosts, Ports(account.Router, account.Topics), options.OnWarning);
        account.Router.Promised += Asynchronous.Wake;
    }

    public FunctionHosts Hosts { get; }

    public FunctionCode Code { get; }

    /// <summary>What each said last when it failed.</summary>
    public LastErrors Errors { get; } = new();

    public AsyncRunner Asynchronous { get; }

    /// <summary>Starts them, where every API answers by now; when this returns, each waits for events, and the queues are polled.</summary>
    /// <exception cref="FunctionStartException">One could not be started.</exception>
    public async Task StartAsync(string address, CancellationToken cancellationToken)
    {
        _ending.Add(Hosts);
        _ending.Add(Asynchronous);
        await Hosts.StartAsync(address, cancellationToken);
        Asynchronous.Start();
        await _beside.AnsweringAsync(cancellationToken);
        var sources = _ending.Add(new EventSources(Hosts, _account.Queues, _options.OnWarning));
        sources.Start(_account.Account.Now.All<EventSourceMapping>());
        _account.Account.Follow(sources.Follow);
    }

    private void OnLine(FunctionLogLine line)
    {
        Errors.Hear(line);
        _options.OnFunctionLine(line);
    }

    private static DestinationPorts Ports(EventRouter router, Topics topics) => new(
        (sent, cancellationToken) => router.PublishAsync(
            [new IncomingEvent(sent.BusArn, "lambda", sent.DetailType, sent.Detail, Time: null, sent.Resources, TraceHeader: null)],
            cancellationToken),
        (topicArn, message, attributes, cancellationToken) => router.NotifyAsync(
            [topics.Plan(topicArn, subject: null, message, attributes)], cancellationToken));
}
