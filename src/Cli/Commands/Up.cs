using Spectre.Console;
using Waybill.Cli.Commands.Operating;
using Waybill.Cli.Toolchain;
using Waybill.Local;
using Waybill.Local.Endpoints;
using Waybill.WebConsole;

namespace Waybill.Cli.Commands;

/// <summary>The stacks on this laptop, from building them to their last message.</summary>
internal sealed class Up(IAnsiConsole console, Repository repository)
{
    private (string Id, string Secret)? _key;
    private Laptop? _laptop;

    private FrontPageLine[] FrontPage =>
    [
        new FrontPageLine("Console", "/console/", "see it and act; the link with its key is on the screen of 'up'"),
        new FrontPageLine($"{Words.Of("trace")} ID", null, "what became of an event, by its id, its correlation id or what it is about"),
        .. Directory.Exists(repository.Path("docs"))
            ? [new FrontPageLine("docs/", null, "laptop-operations.md: what is served; admin-api.md: this API; failures.md: the runbook")]
            : Array.Empty<FrontPageLine>(),
    ];

    /// <returns>The player's exit code with <c>--once</c>, or when it failed; 0 when all was ended by hand, as it is where messages wait
    /// for another attempt.</returns>
    public async Task<int> RunAsync(UpOptions options, CancellationToken cancellationToken)
    {
        var setup = LaptopSetup.Read(repository);
        if (setup.Player is null && options.Words.Count > 0)
        {
            throw new UserErrorException($"'{options.Words[0]}' is no word of 'up', and {PlayerProcess.NoPlayer} that could know it.");
        }

        using var data = DataFolder.For(options, repository);
        Laptop.RequirePort(options.Port);
        Laptop.RequireOpenTelemetry(options.OpenTelemetry);
        var templates = repository.Path(".waybill", "cdk.out", options.Environment);
        var workbench = new Workbench(repository, console, TimeProvider.System);
        using (await workbench.AloneAsync(cancellationToken))
        {
            await workbench.InstallAsync(cancellationToken);
            var prepared = new PreparedCheckout(repository, templates);
            var sources = prepared.Sources();
            var isCurrent = prepared.IsCurrent(sources);
            if (options.Build && !isCurrent)
            {
                prepared.IsNot();
                await workbench.BuildAsync(setup.Projects, cancellationToken);
            }

            if (options.Play && await PlayerAsync(setup, "check", options, options.Port, cancellationToken) is not 0 and var refused)
            {
                return refused;
            }

            if (!isCurrent)
            {
                await workbench.SynthesizeAsync(options.Environment, templates, SynthesisUse.Run, cancellationToken);
            }

            if (options.Build)
            {
                prepared.Is(sources);
            }
        }

        var keys = options.StrictAuth ? Keys(data.Path) : null;
        var page = new ConsolePage(LaptopConsole.Options(repository, templates, () => _laptop!.Endpoint, _key, console));
        await using var laptop = _laptop = await StartAsync(options, setup, workbench, templates, data.Path, keys, page, cancellationToken);
        // Ends first: the web server would wait for the streams of pages that are open.
        await using var ending = page;
        console.MarkupLineInterpolated($"[green]•[/] Every AWS API is at [bold]{laptop.Endpoint}[/]");
        console.MarkupLineInterpolated($"[green]•[/] See it and act: [bold]{page.LinkAt(laptop.Endpoint)}[/]");
        if (!options.Once)
        {
            console.MarkupLineInterpolated($"[green]•[/] All that functions log: [bold]{laptop.LogFolder}[/]");
        }

        try
        {
            var code = options.Play ? await PlayerAsync(setup, "play", options, laptop.Endpoint.Port, cancellationToken) : 0;
            // A day that stands still in a debugger is no reason to end it.
            if (options.Once || (code is not (0 or PlayerProcess.RetriesLeft) && options.Debug is null))
            {
                return code;
            }

            console.MarkupLine("Everything stays up; end it with Ctrl-C. In another terminal:");
            console.MarkupLineInterpolated(
                $"  what became of an event, or of all that is about one thing: [bold]{Words.Of("trace")} ID[/]");
            console.MarkupLineInterpolated($"  who is in trouble, and why: [bold]{Words.Of("status")}[/], [bold]{Words.Of("failures")}[/]");
            console.MarkupLineInterpolated($"  any call of AWS: [bold]{Words.Of("aws")} sqs list-queues[/]");
            if (options.Watch)
            {
                await new Watch(console, repository, workbench, TimeProvider.System)
                    .RunAsync(laptop, options.Environment, templates, cancellationToken);
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !options.Once)
        {
            console.WriteLine("Ending everything.");
        }

        return 0;
    }

    private async Task<int> PlayerAsync(LaptopSetup setup, string word, UpOptions options, int port, CancellationToken cancellationToken)
    {
        if (setup.Player is not { } player)
        {
            console.MarkupLineInterpolated($"{PlayerProcess.NoPlayer}: nothing is played.");
            return 0;
        }

        string[] words = [word, .. options.Once ? ["--once"] : Array.Empty<string>(), .. options.Words];
        return await PlayerProcess.RunAsync(player.Command.Words(repository, "Debug"), words, port, _key, cancellationToken);
    }

    private Task<Laptop> StartAsync(
        UpOptions options, LaptopSetup setup, Workbench workbench, string templates, string dataFolder,
        IReadOnlyDictionary<string, string>? keys, ConsolePage page, CancellationToken cancellationToken) =>
        console.Status().StartAsync("Starting", async _ => await Laptop.StartAsync(
            new LaptopOptions
            {
                CdkOut = templates,
                DataFolder = dataFolder,
                NodeFolder = repository.Root,
                Port = options.Port,
                DynamoDbEndpoint = options.DynamoDb,
                Programs = setup.ToLaptop(repository),
                AllowReplacement = options.AllowReplacement,
                ArchiveLimit = options.ArchiveLimit,
                StrictAuthKeys = keys,
                OpenTelemetry = options.OpenTelemetry,
                Pages = page.Map,
                Time = options.TimeScale > 1 ? new ScaledTime(TimeProvider.System, options.TimeScale) : TimeProvider.System,
                FrontPage = FrontPage,
                Debug = options.Debug is { } consumer ? new DebuggedFunction(consumer, workbench.BuildForDebuggingAsync) : null,
                OnApplied = new StackTable(console).Print,
                LogProcessIds = !options.Once,
                OnFunctionLine = new FunctionLog(console, function => _laptop?.RetryOf(function)).Print,
                OnWarning = warning => console.MarkupLineInterpolated($"[yellow]warning:[/] {warning}"),
                OnAlarm = alarm => console.MarkupLineInterpolated(
                    $"[yellow]alarm[/] {alarm.Name}: {alarm.From} → [bold]{alarm.To}[/]: {alarm.Reason}"),
            },
            cancellationToken));

    private IReadOnlyDictionary<string, string> Keys(string dataFolder)
    {
        var keys = AuthKeys.In(dataFolder, out var file);
        _key = keys.Select(key => (key.Key, key.Value)).First();
        console.MarkupLineInterpolated($"[green]•[/] Calls must be signed with a key of [bold]{file}[/]");
        return keys;
    }
}
