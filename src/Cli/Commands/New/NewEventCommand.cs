using System.CommandLine;
using Spectre.Console;
using Waybill.Catalog;
using Waybill.Catalog.Checking;
using Waybill.Catalog.Scaffolding;
using Waybill.Cli.Commands.Catalog;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Commands.New;

/// <summary><c>waybill new event NAME --service SERVICE</c>: an event's entry with schema, examples, change log and proposal.</summary>
internal static class NewEventCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var name = new Argument<string>("name") { Description = "In the past tense, without a version: AccountOpened." };
        var service = new Option<string>("--service")
        {
            Description = "The service that sends it, as the catalog calls it.",
            Required = true,
        };
        var summary = new Option<string?>("--summary") { Description = "What has happened, in a sentence." };
        var entity = new Option<string?>("--entity") { Description = "Whose life it is about. Default: the name without its last word." };
        var role = new Option<LifeCycleRole>("--role")
        {
            Description = "What it does to that life.",
            DefaultValueFactory = _ => LifeCycleRole.Changes,
        };
        var shape = new Option<EventShape>("--shape")
        {
            Description = "thin carries ids and key facts, fat the state.",
            DefaultValueFactory = _ => EventShape.Thin,
        };
        var fields = new Option<string[]>("--field")
        {
            Description = "A property of its data, name:type or name:type:class; name? may be absent. "
                + $"Types: {string.Join(", ", NewField.Types)}. Default: the entity's id.",
        };
        var rfc = new Option<int?>("--rfc") { Description = "Number of the page that decided on it. Default: a new page." };
        var unheard = new Option<string?>("--unheard") { Description = "Why it is fine that nobody hears it yet." };
        var command = new Command("event", "Scaffold an event: its page, schema, examples, change log and proposal.")
        {
            name, service, summary, entity, role, shape, fields, rfc, unheard,
        };
        command.SetAction(arguments =>
        {
            var repository = Repository.Find();
            NewCommand.Run(console, repository, ownersChange: true, () =>
            {
                var request = new EventRequest(arguments.GetValue(name)!, arguments.GetValue(service)!)
                {
                    Summary = arguments.GetValue(summary),
                    Entity = arguments.GetValue(entity),
                    Role = arguments.GetValue(role),
                    Shape = arguments.GetValue(shape),
                    Fields = [.. (arguments.GetValue(fields) ?? []).Select(NewField.Parse)],
                    Rfc = arguments.GetValue(rfc),
                };
                request = arguments.GetValue(unheard) is { } why ? request with { Unheard = why } : request;
                var catalog = CatalogFolders.Load(repository.Path("events-catalog"));
                return EventScaffold.Plan(new CheckedFolders(repository.Root), catalog, request, TimeProvider.System.GetUtcNow());
            });
        });
        return command;
    }
}
