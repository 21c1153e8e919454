using Amazon.CDK;
using Waybill.Catalog;
using Waybill.Infra.LeastData;
using Waybill.Infra.Teams;

namespace Waybill.Infra;

/// <summary>All stacks of one environment.</summary>
public static class Shop
{
    /// <summary>An app that makes the same templates with the CDK command line and without it.</summary>
    public static App NewApp(Repository repository, string? outputFolder = null) => new(new AppProps
    {
        // Where a function's code lies in the output folder; what the command line asks for too. It is not a flag for cdk.json.
        Context = new Dictionary<string, object>(repository.FeatureFlags()) { ["aws:cdk:enable-asset-metadata"] = true },
        Outdir = outputFolder,
        AnalyticsReporting = false,
        TreeMetadata = false,
    });

    public static void AddStacks(App app, EnvironmentSettings settings, Repository repository, EventCatalog catalog, DeclaredData data, DateOnly today)
    {
        var bus = new EventBusStack(app, settings, catalog, today);
        TeamStack[] teams =
        [
            new NotificationsStack(app, settings, repository, data),
            new ContractsStack(app, settings, repository, data),
            new InventoryStack(app, settings, repository, data),
            new WarehouseStack(app, settings, repository, data),
            new OrdersStack(app, settings, repository, data),
            new PlatformStack(app, settings, repository, data, catalog),
        ];
        foreach (var team in teams)
        {
            team.AddDependency(bus, "a rule needs its bus");
        }

        _ = new ObservabilityStack(app, settings, [.. teams.SelectMany(team => team.Consumers)]);
    }

    internal static StackProps StackProps(EnvironmentSettings settings, string description) => new()
    {
        Description = $"Waybill {settings.Name}: {description}",
        Env = new Amazon.CDK.Environment { Account = settings.Account, Region = settings.Region },
        TerminationProtection = settings.RemovalPolicy != RemovalPolicy.DESTROY,
        // The command line checks the bootstrap version anyway; without its parameter and rule a template says only what the shop needs.
        Synthesizer = new DefaultStackSynthesizer(new DefaultStackSynthesizerProps { GenerateBootstrapVersionRule = false }),
    };
}
