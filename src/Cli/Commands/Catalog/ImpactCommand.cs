using System.CommandLine;
using Spectre.Console;
using Waybill.Catalog.Impact;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Commands.Catalog;

/// <summary><c>waybill catalog impact EVENT[.FIELD]</c>: whom a change would reach, before anybody makes it.</summary>
internal static class ImpactCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var asked = new Argument<string>("event")
        {
            Description = "ParcelSent, ParcelSent.v2, or a field of it: ParcelSent.v2.weight, ParcelSent.v1.stops.*.id.",
        };
        var format = new Option<ImpactFormat>("--format") { Description = "text or json.", DefaultValueFactory = _ => ImpactFormat.Text };
        var command = new Command("impact", "Say who sends an event, who hears it through which rule, and who reads a field of it where.")
        {
            asked,
        };
        var folders = new CatalogFolders(command);
        command.Options.Add(format);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var given = await folders.ReadAsync(Repository.Find(), arguments, cancellationToken);
            try
            {
                var impacts = EventImpact.Of(given, arguments.GetValue(asked)!);
                Print(console.Profile.Out.Writer, impacts, given.Catalog, arguments.GetValue(format));
            }
            catch (UnknownFieldException unknown)
            {
                throw new UserErrorException(unknown.Message);
            }
        });
        return command;
    }

    private static void Print(TextWriter output, IReadOnlyList<EventImpact> impacts, string catalog, ImpactFormat format)
    {
        if (format == ImpactFormat.Json)
        {
            output.WriteLine(ImpactJson.Write(impacts, catalog));
            return;
        }

        foreach (var impact in impacts)
        {
            Print(output, impact, catalog);
        }
    }

    private static void Print(TextWriter output, EventImpact impact, string catalog)
    {
        output.WriteLine(
            $"{impact.Event.DetailType}{(impact.Field.Length == 0 ? "" : $" {impact.Field}")}  {catalog}/{impact.Event.SchemaFile}");
        foreach (var producer in impact.Producers)
        {
            var owners = string.Join(", ", impact.Event.Owners);
            output.WriteLine($"  sent by {producer.Id} as {impact.Event.Source}, owned by {owners}  {catalog}/{producer.File}");
        }

        foreach (var consumer in impact.Consumers)
        {
            var rule = consumer.Subscription;
            var line = consumer.Line is { } known ? $":{known}" : "";
            output.WriteLine($"  heard by {rule.Consumer} of {rule.Team} through {rule.Rule}  {rule.File}{line}");
            foreach (var reader in consumer.Readers)
            {
                output.WriteLine((reader.Record, reader.Field) switch
                {
                    (_, { } field) => $"    reads {field.Path} as {field.Type}  {field.File}:{field.Line}",
                    ({ } record, _) =>
                        $"    reads {string.Join(", ", record.Fields.Select(field => field.Path))}  {record.File}:{record.Line}",
                    _ => "    what it reads is not known: no class of that name implements IConsumer",
                });
            }

            if (consumer.Readers.Count == 0)
            {
                output.WriteLine($"    does not read {impact.Field}");
            }
        }

        if (impact.Consumers.Count == 0)
        {
            output.WriteLine($"  heard by nobody{(impact.Event.Unheard is { } why ? $": {why}" : "")}");
        }
    }

    private enum ImpactFormat
    {
        Text,
        Json,
    }
}
