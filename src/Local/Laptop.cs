using Microsoft.Extensions.Logging;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Dynamo;
using Waybill.Local.Endpoints;
using Waybill.Local.Endpoints.CloudWatch;
using Waybill.Local.Endpoints.Lambda;
using Waybill.Local.Endpoints.Logs;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Endpoints.Protocol.Signing;
using Waybill.Local.Functions;
using Waybill.Local.Machine;
using Waybill.Local.Metrics;
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
    private KeptState? _kept;
    private RunningAccount? _account;

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
    public string LogFolder => _kept!.LogFiles.Folder;

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
    public Task ApplyAsync(CancellationToken cancellationToken) => _account!.Templates.ApplyAsync(
        TemplateReader.Read(_options.CdkOut, Endpoint.GetLeftPart(UriPartial.Authority), _options.OnWarning), cancellationToken);

    /// <summary>Gives new code to the functions whose assembly is in a folder of built files; what runs ends on the old code.</summary>
    /// <returns>Their names.</returns>
    public Task<IReadOnlyList<string>> SwapCodeAsync(string builtFolder, CancellationToken cancellationToken) =>
        _account!.Templates.SwapCodeAsync(builtFolder, cancellationToken);

    /// <summary>When messages that a function fails on are tried again; null when no queue, or more than one, feeds it.</summary>
    public Retry? RetryOf(string function) => _account is { } account ? Retry.Of(account.Account.Now, function) : null;

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
        var debugged = _options.Debug?.In(Model);
        // Ends last: what ends before it may still have something to tell.
        var spans = _ending.Add(LaptopSpans.Of(_options.OpenTelemetry, _options.OnWarning));
        var logs = _ending.Add(LoggerFactory.Create(logging => logging.AddProvider(new WarningLog(_options.OnWarning))));
        var kept = _kept = new KeptState(_options, Model, Metrics, _onWarning, _ending);
        var beside = await ServersBeside.StartAsync(_options, _ending, cancellationToken);
        var account = _account = new RunningAccount(_options, kept, beside, Metrics, spans, logs, Endpoint, _ending);
        await account.Templates.ApplyAsync(Model, cancellationToken);
        if (debugged is not null)
        {
            await SwapCodeAsync(await _options.Debug!.BuildAsync(debugged.Handler, cancellationToken), cancellationToken);
        }

        await account.StartAsync(cancellationToken);
        var functions = new RunningFunctions(_options, Model, account, kept, beside, spans, debugged, _ending);
        await ServeAsync(account, functions, beside, logs, cancellationToken);
        await functions.StartAsync(Endpoint.Authority, cancellationToken);
    }

    /// <summary>Has every API answer.</summary>
    private async Task ServeAsync(
        RunningAccount running, RunningFunctions functions, ServersBeside beside, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var (account, alarms, time) = (running.Account, running.Alarms, _options.Time);
        var bodies = new RequestBodies();
        var aws = _ending.Add(new AwsEndpoints(
            account, Model.Scope, running.Queues, running.Router, running.Topics, _kept!.Store, beside.DynamoDb, Metrics.Put, time,
            logs.CreateLogger<AwsEndpoints>(), _options.StrictAuthKeys, running.AllowedHosts, bodies,
            [
                new CloudWatchApi(account, Metrics, alarms.Of, time),
                new LogsApi(_kept.LogGroups, time),
            ]));
        var lambda = new LambdaApi(
            account, aws.Callers, aws.Verifier, functions.Hosts, functions.Code, functions.Asynchronous, logs.CreateLogger<LambdaApi>(),
            bodies);
        Served = [.. aws.Served, DynamoDbProxy.Served, ServedApi.Of("Lambda", lambda.Routes.Select(route => route.Name))];
        var admin = new Admin(
            account, Model.Scope, running.Queues, running.Router, _kept.Store, running.Chaos, Metrics, beside.Addresses,
            () => [.. alarms.All.SelectMany(one => one.All).Select(alarm => alarm.Status)],
            new Reset(account, running.Queues, running.Router, _kept.LogGroups, _kept.Metrics, alarms, running.Templates).RunAsync,
            _options.StrictAuthKeys is { } keys ? new SignatureVerifier(keys.GetValueOrDefault, TimeProvider.System) : null, bodies,
            functions.Errors);
        _ending.Add(await WebServer.StartAsync(Endpoint, _options.OnWarning, app =>
        {
            app.MapRuntimeApi(functions.Hosts);
            app.MapAdmin(admin);
            app.MapLambda(lambda);
            app.MapAwsEndpoints(aws);
            new FrontPage(_options.DataFolder, Served, _options.FrontPage).Map(app, aws.AnswerAsync);
            _options.Pages(app);
        }, cancellationToken));
    }

    /// <summary>Everybody complains when the data folder is gone; it has been said once.</summary>
    private void Warn(string warning)
    {
        if (_kept is not { Store.IsFolderLost: true } || !warning.Contains(DataFolderLostException.What, StringComparison.Ordinal))
        {
            _onWarning(warning);
        }
    }
}
