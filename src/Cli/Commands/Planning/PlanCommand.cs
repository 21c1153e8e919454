using System.CommandLine;
using Spectre.Console;
using Waybill.Cli.Commands.Catalog;
using Waybill.Cli.Commands.Operating;
using Waybill.Cli.Toolchain;
using Waybill.Operations;
using Waybill.Operations.Planning;
using Waybill.Operations.Prices;

namespace Waybill.Cli.Commands.Planning;

/// <summary><c>waybill plan</c>: what a load costs and which quotas it touches, before anything is deployed (docs/cost.md).</summary>
internal sealed class PlanCommand
{
    private readonly IAnsiConsole _console;

    private readonly Option<string?> _environment = new("--env")
    {
        Description = "An environment of cdk.json, whose stacks are synthesized and whose region's prices are taken.",
    };

    private readonly Option<string> _events = new("--events")
    {
        Description = "How many events: 3M/day, 50/s, 120k/h, 2e6/month; or 1M for a million all at once.",
        Required = true,
    };

    private readonly Option<FileInfo?> _mix = new("--mix") { Description = "Of which types they are: a JSON file (docs/cost.md)." };

    private readonly Option<string?> _assembly = new("--assembly")
    {
        Description = "Folder with synthesized templates, in place of synthesizing those of --env.",
    };

    private readonly Option<string?> _catalog = CatalogFolders.Catalog();

    private readonly Option<FileInfo?> _prices = new("--prices")
    {
        Description = "Prices and quotas in place of Waybill's own, in the form of src/Operations/Prices/prices.json.",
    };

    private readonly Option<string?> _region = new("--region")
    {
        Description = "Whose prices and quotas count. Default: the region of the templates.",
    };

    private readonly Option<decimal?> _duration = new("--duration-ms")
    {
        Description = "Milliseconds that an invocation takes, where the mix says nothing of the consumer. Default: 100.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print JSON." };

    private PlanCommand(IAnsiConsole console) => _console = console;

    public static Command Create(IAnsiConsole console)
    {
        var plan = new PlanCommand(console);
        var command = new Command("plan", "Say what a load costs, item by item, and which quotas it touches, before it is there.");
        foreach (var option in new Option[]
        {
            plan._environment, plan._events, plan._mix, plan._assembly, plan._catalog, plan._prices, plan._region, plan._duration,
            plan._json,
        })
        {
            command.Options.Add(option);
        }

        command.SetAction(plan.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var load = Load.Parse(arguments.GetValue(_events)!);
        if (arguments.GetValue(_duration) is <= 0 or > 900_000)
        {
            throw new UserErrorException(
                $"--duration-ms is {arguments.GetValue(_duration)}; it must be above 0 and at most 900000, as long as a function may run.");
        }

        var repository = Repository.Find();
        var prices = arguments.GetValue(_prices) is { } file ? PriceFile.Read(file.FullName) : PriceFile.Own();
        var catalog = CatalogFolders.Load(repository.Path(CatalogFolders.Given(arguments, _catalog, "events-catalog")));
        var stacks = StackReader.Read(await AssemblyAsync(repository, arguments, cancellationToken));
        var mix = arguments.GetValue(_mix) is { } given ? MixFile.Read(given.FullName, catalog, stacks.ConsumerNames) : Mix.Of(catalog);
        var request = new PlanRequest(load, mix, catalog, stacks, prices.Of(arguments.GetValue(_region) ?? stacks.Environment.Region));
        var plan = Planner.Plan(
            arguments.GetValue(_duration) is { } milliseconds ? request with { DurationMs = milliseconds } : request);
        if (arguments.GetValue(_json))
        {
            Verb.Print(_console, plan, OperationsJson.Default.CostPlan);
        }
        else
        {
            PlanView.Print(_console, plan);
        }

        return 0;
    }

    private async Task<string> AssemblyAsync(Repository repository, ParseResult arguments, CancellationToken cancellationToken)
    {
        var environment = arguments.GetValue(_environment);
        if (environment is not null)
        {
            _ = new EnvironmentSettings(repository).Of(environment);
        }

        return (arguments.GetValue(_assembly), environment) switch
        {
            ({ }, _) => CatalogFolders.Given(arguments, _assembly, ""),
            (_, { } name) => await Templates.FreshAsync(
                repository, name, repository.Path(".waybill", "plan", name), cancellationToken),
            _ => throw new UserErrorException(
                "plan needs an environment of cdk.json (--env) or a folder with synthesized templates (--assembly), and has neither."),
        };
    }
}
