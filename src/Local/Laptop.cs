using System.Diagnostics;
using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Microsoft.Extensions.Logging;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Deliveries;
using Waybill.Local.Bus.Fanout;
using Waybill.Local.Bus.Routing;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Disturbances;
using Waybill.Local.Dynamo;
using Waybill.Local.Endpoints;
using Waybill.Local.Endpoints.CloudWatch;
using Waybill.Local.Endpoints.Lambda;
using Waybill.Local.Endpoints.Logs;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Endpoints.Protocol.Signing;
using Waybill.Local.Functions;
using Waybill.Local.Logs;
using Waybill.Local.Machine;
using Waybill.Local.Metrics;
using Waybill.Local.Metrics.Keeping;
using Waybill.Local.Template;
using Waybill.Local.Template.Applying;
using Waybill.Local.Template.Assemblies;
using Waybill.Local.Tracing;

namespace Waybill.Local;

/// <summary>Laptop mode: the synthesized stacks, running on one address of this machine.</summary>
/// <remarks>All it starts ends with it: when disposed, when its start fails, and, but for the state on disk, when it is killed.</remarks>
public sealed class Laptop : IAsyncDisposable
{
    private readonly LaptopOptions _options;
    private readonly Action<string> _onWarning;
    private readonly Ending _ending = new();
    private readonly LastErrors _errors = new();
    private BusStore? _store;
    private DynaliteServer? _dynalite;
    private TemplateApplication? _templates;
    private LiveAccount? _account;

    private Laptop(LaptopOptions options, CloudModel model, Uri endpoint)
    {
        _options = options with { OnWarning = Warn };
        _onWarning = options.OnWarning;
        Model = model;
        Endpoint = endpoint;
        Metrics = new MetricStore(options.Time);
    }

    /// <summary>Where every AWS API and the admin API answer.</summary>
    public Uri Endpoint { get; }

    public CloudModel Model { get; }

    public MetricStore Metrics { get; }

    /// <summary>The folder of the functions' logs, a file each.</summary>
    public string LogFolder { get; private set; } = "";

    /// <summary>The APIs of AWS that answer at <see cref="Endpoint"/>.</summary>
    internal IReadOnlyList<ServedApi> Served { get; private set; } = [];

    /// <summary>Starts everything; when it returns, each function waits for events.</summary>
    /// <exception cref="CloudAssemblyException">The folder is not what <c>cdk synth</c> writes.</exception>
    /// <exception cref="UnsupportedTemplateException">The templates hold what laptop mode does not do.</exception>
    /// <exception cref="PortInUseException">Somebody else listens on the port.</exception>
    /// <exception cref="BusStoreException">Somebody else uses the data folder.</exception>
    /// <exception cref="DynamoDbStartException">DynamoDB could not be started.</exception>
    /// <exception cref="FunctionStartException">A function could not be started.</exception>
    /// <exception cref="ServerStartException">A program beside the stacks could not be started.</exception>
    /// <exception cref="LaptopSpansException">A variable of OpenTelemetry's is wrong.</exception>
    /// <exception cref="LaptopProgramException">No function has a variable that a program is to set.</exception>
    public static async Task<Laptop> StartAsync(LaptopOptions options, CancellationToken cancellationToken)
    {
        var endpoint = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", options.Port == 0 ? WebServer.FreePort() : options.Port).Uri;
        var model = TemplateReader.Read(options.CdkOut, endpoint.GetLeftPart(UriPartial.Authority), options.OnWarning);
        var laptop = new Laptop(options, model, endpoint);
        try
        {
            await laptop.StartAsync(cancellationToken);
            return laptop;
        }
        catch (Exception failure)
        {
            await laptop.EndAsync(failure);
            throw;
        }
    }

    /// <summary>Says at once, before anything is built for it, that a port is taken.</summary>
    /// <exception cref="PortInUseException">Somebody else listens on the port.</exception>
    public static void RequirePort(int port) => WebServer.RequireFree(port);

    /// <summary>Says at once that spans are asked for in a way that cannot be followed.</summary>
    /// <exception cref="LaptopSpansException">A variable is wrong.</exception>
    public static void RequireOpenTelemetry(IReadOnlyDictionary<string, string> variables) => _ = LaptopSpans.Settings(variables);

    /// <summary>Makes the account what the templates in the folder say now; nothing has happened when it throws.</summary>
    /// <exception cref="CloudAssemblyException">The folder is not what <c>cdk synth</c> writes.</exception>
    /// <exception cref="UnsupportedTemplateException">The templates hold what laptop mode does not do.</exception>
    /// <exception cref="StackUpdateException">A resource is refused.</exception>
    public Task ApplyAsync(CancellationToken cancellationToken) => _templates!.ApplyAsync(
        TemplateReader.Read(_options.CdkOut, Endpoint.GetLeftPart(UriPartial.Authority), _options.OnWarning), cancellationToken);

    /// <summary>Gives new code to the functions whose assembly is in a folder of built files; what runs ends on the old code.</summary>
    /// <returns>Their names.</returns>
    public Task<IReadOnlyList<string>> SwapCodeAsync(string builtFolder, CancellationToken cancellationToken) =>
        _templates!.SwapCodeAsync(builtFolder, cancellationToken);

    /// <summary>When messages that a function fails on are tried again; null when no queue, or more than one, feeds it.</summary>
    public Retry? RetryOf(string function) => _account is { } account ? Retry.Of(account.Now, function) : null;

    public ValueTask DisposeAsync() => _ending.DisposeAsync();

    /// <summary>Ends what has been started; why the start failed is not to be lost behind what fails now.</summary>
    private async Task EndAsync(Exception failure)
    {
        try
        {
            await DisposeAsync();
        }
        catch (AggregateException another)
        {
            _options.OnWarning($"After a failed start ({failure.Message}) not all could be ended: {another.Message}");
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var time = _options.Time;
        var debugged = _options.Debug?.In(Model);
        // Ends last: what ends before it may still have something to tell.
        var spans = _ending.Add(LaptopSpans.Of(_options.OpenTelemetry, _options.OnWarning));
        var logs = _ending.Add(LoggerFactory.Create(logging => logging.AddProvider(new WarningLog(_options.OnWarning))));
        var store = _store = _ending.Add(BusStore.Open(_options.DataFolder, time, _onWarning));
        var metrics = _ending.Add(
            MetricFile.Open(_options.DataFolder, Metrics, new MetricOptions(), time, _options.OnWarning));
        var logGroups = _ending.Add(LogGroups.Open(_options.DataFolder, Model.Scope, new LogOptions(), time, _options.OnWarning));
        var logFiles = _ending.Add(new LogFiles(_options.DataFolder, time));
        LogFolder = logFiles.Folder;
        var programs = _options.Programs.ToDictionary(program => program.Key, program => Start(program.Key, program.Value));
        var addresses = programs.ToDictionary(program => program.Key, program => program.Value.Address);
        var dynamoDb = await StartDynamoDbAsync(cancellationToken);

        var account = _account = _ending.Add(new LiveAccount(store, time, _options.Quotas));
        var queues = _ending.Add(new Queues(account, store, time, logs.CreateLogger<Queues>()));
        var chaos = new Chaos(time);
        var topics = new Topics(account, queues, time, Endpoint.GetLeftPart(UriPartial.Authority), logs.CreateLogger<Topics>());
        var routes = new AccountRoutes(account);
        var planner = new EventPlanner(account, routes, queues, topics, chaos, spans, time, logs.CreateLogger<EventPlanner>());
        var router = _ending.Add(new EventRouter(routes, planner, queues, store, Metrics.Put, time));
        var alarms = new AccountAlarms(account, store, router, topics, OnAlarm, _options.OnWarning, time);
        _templates = new TemplateApplication(account, new Holdings(queues, store), region => DynamoDb(dynamoDb, region), _options);
        await _templates.ApplyAsync(Model, cancellationToken);
        if (debugged is not null)
        {
            await _templates.SwapCodeAsync(await _options.Debug!.BuildAsync(debugged.Handler, cancellationToken), cancellationToken);
        }

        var allowed = new AllowedHosts(_options.AllowedHosts);
        var destinations = _ending.Add(new ApiDestinationTarget(account, allowed, time));
        var deliveries = new RuleDeliveries(
            account, queues, new Backoff(Environment.TickCount), time, logs.CreateLogger<RuleDeliveries>());
        var endpoints = _ending.Add(new TopicEndpointTarget(account, topics, allowed, time));
        var deliverer = _ending.Add(new Deliverer(
            store, queues,
            kind => kind switch
            {
                TargetKind.ApiDestination => deliveries.By(destinations.CallAsync),
                TargetKind.LogGroup => deliveries.By(new LogGroupTarget(logGroups, time).WriteAsync),
                TargetKind.Topic => Attempts.Each(endpoints.AttemptAsync),
                _ => null,
            },
            time, logs.CreateLogger<Deliverer>()));
        router.Promised += deliverer.Wake;
        // A subscription of an HTTP endpoint has the endpoint asked.
        account.Follow(_ => deliverer.Wake());
        _ending.Add(new ArchiveRetention(account, store, time));
        _ending.Add(new ArchiveLimit(store, _options.ArchiveLimit, time, _options.OnWarning));
        _ending.Add(new TimeToLive(account, region => DynamoDb(dynamoDb, region), time, logs.CreateLogger<TimeToLive>()));
        _ending.Add(new Replayer(account, router, store, time, logs.CreateLogger<Replayer>()));
        _ending.Add(new Schedules(account, router, time, logs.CreateLogger<Schedules>()));
        _ending.Add(new AlarmEvaluator(() => alarms.All, Metrics, new QueueGauges(queues, Metrics).Sample, time));
        await new AccountLogGroups(account, logGroups, _options.OnWarning).StartAsync(cancellationToken);
        var code = new FunctionCode(Path.Combine(_options.DataFolder, "functions"));
        code.Sweep(account.Now.All<Function>());
        FunctionHosts? functions = null;
        var processors = _ending.Add(new ProcessorUse(
            () => [.. functions?.ProcessIds ?? [], .. programs.Values.Select(program => program.ProcessId)], () => _dynalite?.ProcessId,
            new BusySeconds(Model.Scope, Metrics, time).Count));
        functions = new FunctionHosts(
            account.Now.All<Function>(), FunctionOptions(addresses, logGroups, logFiles, chaos, spans, debugged, processors));
        account.Follow(functions.Follow);
        var asynchronous = new AsyncRunner(account, store, queues, functions, Ports(router, topics), _options.OnWarning);
        router.Promised += asynchronous.Wake;
        var bodies = new RequestBodies();
        var aws = _ending.Add(new AwsEndpoints(
            account, Model.Scope, queues, router, topics, store, dynamoDb, Metrics.Put, time, logs.CreateLogger<AwsEndpoints>(),
            _options.StrictAuthKeys, allowed, bodies,
            [
                new CloudWatchApi(account, Metrics, alarms.Of, time),
                new LogsApi(logGroups, time),
            ]));
        var lambda = new LambdaApi(
            account, aws.Callers, aws.Verifier, functions, code, asynchronous, logs.CreateLogger<LambdaApi>(), bodies);
        Served = [.. aws.Served, DynamoDbProxy.Served, ServedApi.Of("Lambda", lambda.Routes.Select(route => route.Name))];
        var admin = new Admin(
            account, Model.Scope, queues, router, store, chaos, Metrics, addresses,
            () => [.. alarms.All.SelectMany(one => one.All).Select(alarm => alarm.Status)],
            new Reset(account, queues, router, logGroups, metrics, alarms, _templates).RunAsync,
            _options.StrictAuthKeys is { } keys ? new SignatureVerifier(keys.GetValueOrDefault, TimeProvider.System) : null, bodies,
            _errors);

        _ending.Add(await WebServer.StartAsync(Endpoint, _options.OnWarning, app =>
        {
            app.MapRuntimeApi(functions);
            app.MapAdmin(admin);
            app.MapLambda(lambda);
            app.MapAwsEndpoints(aws);
            new FrontPage(_options.DataFolder, Served, _options.FrontPage).Map(app, aws.AnswerAsync);
            _options.Pages(app);
        }, cancellationToken));
        _ending.Add(functions);
        _ending.Add(asynchronous);
        await functions.StartAsync(Endpoint.Authority, cancellationToken);
        asynchronous.Start();
        await Task.WhenAll(programs.Values.Select(program => program.AnsweringAsync(cancellationToken)));
        var sources = _ending.Add(new EventSources(functions, queues, _options.OnWarning));
        sources.Start(account.Now.All<EventSourceMapping>());
        account.Follow(sources.Follow);
    }

    /// <summary>Everybody complains when the data folder is gone; it has been said once.</summary>
    private void Warn(string warning)
    {
        if (_store is not { IsFolderLost: true } || !warning.Contains(DataFolderLostException.What, StringComparison.Ordinal))
        {
            _onWarning(warning);
        }
    }

    private static DestinationPorts Ports(EventRouter router, Topics topics) => new(
        (sent, cancellationToken) => router.PublishAsync(
            [new IncomingEvent(sent.BusArn, "lambda", sent.DetailType, sent.Detail, Time: null, sent.Resources, TraceHeader: null)],
            cancellationToken),
        (topicArn, message, attributes, cancellationToken) => router.NotifyAsync(
            [topics.Plan(topicArn, subject: null, message, attributes)], cancellationToken));

    private async Task<Uri> StartDynamoDbAsync(CancellationToken cancellationToken)
    {
        if (_options.DynamoDbEndpoint is { } elsewhere)
        {
            return elsewhere;
        }

        _dynalite = _ending.Add(await DynaliteServer.StartAsync(
            _options.NodeFolder, Path.Combine(_options.DataFolder, "dynamodb"), _options.OnWarning, cancellationToken));
        return _dynalite.Endpoint;
    }

    private static AmazonDynamoDBClient DynamoDb(Uri endpoint, string region) => new(
        new BasicAWSCredentials("local", "local"),
        new AmazonDynamoDBConfig { ServiceURL = endpoint.ToString(), AuthenticationRegion = region });

    private ServerProcess Start(string name, LaptopProgram program)
    {
        OwnFiles.MakeFolder(Path.Combine(_options.DataFolder, name));
        return _ending.Add(new ServerProcess(
            $"The program '{name}' ({program.Where})",
            port => new ProcessStartInfo(program.Command[0], program.Command.Skip(1))
            {
                WorkingDirectory = program.Folder,
                Environment =
                {
                    ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
                    ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
                    ["DATA_FOLDER"] = Path.Combine(_options.DataFolder, name),
                },
            },
            (line, isError) => _options.OnFunctionLine(new FunctionLogLine(name, 0, isError, line)), _options.OnWarning));
    }

    private FunctionHostOptions FunctionOptions(
        Dictionary<string, Uri> addresses, LogGroups logGroups, LogFiles logFiles, Chaos chaos, LaptopSpans spans, Function? debugged,
        ProcessorUse processors)
    {
        var overrides = ProgramVariables.Of(Model, _options.Programs, addresses);
        return new FunctionHostOptions(overrides, Metrics, OnFunctionLine, _options.Time)
        {
            UsualInstances = Math.Max(2, Environment.ProcessorCount),
            MaximumInstances = _options.MaximumInstances,
            LookThatFoundTime = processors.LookThatFoundTime,
            LogProcessIds = _options.LogProcessIds,
            Chaos = chaos,
            Debugged = debugged?.Arn,
            Spans = spans,
            MoreVariables = LaptopSpans.ForFunctions(_options.OpenTelemetry),
            OnLogged = (function, instance, line) =>
            {
                logGroups.Keep(new LogGroupName(Scope.Of(function.Arn), function.LogGroup), instance, line);
                logFiles.Keep(function.Name, instance, line);
            },
        };
    }

    private void OnFunctionLine(FunctionLogLine line)
    {
        _errors.Hear(line);
        _options.OnFunctionLine(line);
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
