using Amazon.CDK;
using Waybill.Catalog;
using Waybill.Catalog.Consumers;
using Waybill.Infra.LeastData;

namespace Waybill.Infra;

/// <summary>What all stacks of one environment are made from.</summary>
/// <param name="App">The scope of the stacks.</param>
/// <param name="Settings">What differs between environments.</param>
/// <param name="CdkJson">Beside it lie the functions.</param>
/// <param name="Catalog">Which events there are, who sends them, and who may read them.</param>
/// <param name="Functions">The consumers, read from their source.</param>
/// <param name="Today">Decides which versions of events are retired.</param>
public sealed record Deployment(
    App App, EnvironmentSettings Settings, CdkJson CdkJson, EventCatalog Catalog, ConsumerSources Functions, DateOnly Today)
{
    /// <summary>Context: what is synthesized runs on a laptop, so it keeps what a debugger needs.</summary>
    private const string Symbols = "symbols";

    public Names Names { get; } = new(Settings.Name);

    /// <summary>What the functions are compiled for.</summary>
    internal FunctionRuntime Runtime { get; } = FunctionRuntime.Of(App, Settings);

    internal bool IsForLaptop => App.Node.TryGetContext(Symbols) is not null;

    /// <summary>A laptop has no layers; there, OpenTelemetry's variables in its own environment say where spans go.</summary>
    internal TracingSettings Tracing => IsForLaptop ? new(TracingSettings.WhenNothingIsSaid) : Settings.Tracing;

    /// <summary>The bus's rules, for the dashboard.</summary>
    internal List<string> Rules { get; } = [];

    internal Handlers Handlers { get; } = new(Functions);

    internal DeclaredData Data { get; } = new(Catalog, Functions.Readings);

    /// <summary>The bus, the teams' stacks and what watches over them.</summary>
    /// <param name="teams">Makes the stacks of the company's own teams.</param>
    /// <exception cref="ConfigurationException">A part is missing or wrong; says which, and where.</exception>
    public void AddStacks(Func<Deployment, IReadOnlyList<TeamStack>> teams)
    {
        Tags.Of(App).Add("service", "waybill");
        Tags.Of(App).Add("environment", Settings.Name);
        var bus = new EventBusStack(this);
        TeamStack[] all = [.. teams(this), new PlatformStack(this)];
        foreach (var team in all)
        {
            team.AddDependency(bus, "a rule needs its bus");
        }

        Settings.Own.NothingElse();
        Settings.Projections?.NothingElse();
        Handlers.RequireAllSubscribed();
        bus.AddProducers([.. all.Select(team => team.Source)]);
        if (App.Node.TryGetContext(PipelineStack.Context) is string repository)
        {
            _ = new PipelineStack(this, repository);
        }

        _ = new ObservabilityStack(this, [.. all.SelectMany(team => team.Consumers)]);
    }

    internal string Arn(string service, string resource) => $"arn:aws:{service}:{Settings.Region}:{Settings.Account}:{resource}";

    internal StackProps StackProps(string description) => new()
    {
        Description = $"Waybill {Settings.Name}: {description}",
        Env = new Amazon.CDK.Environment { Account = Settings.Account, Region = Settings.Region },
        TerminationProtection = Settings.RemovalPolicy != RemovalPolicy.DESTROY,
        // The command line checks the bootstrap version anyway; without its parameter and rule a template says only what is needed.
        Synthesizer = new DefaultStackSynthesizer(new DefaultStackSynthesizerProps { GenerateBootstrapVersionRule = false }),
    };
}
