using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Waybill.Catalog.Export;
using Waybill.Catalog.Findings;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Commands.Catalog;

/// <summary><c>waybill catalog export asyncapi</c>: the catalog in a format that other tools read.</summary>
internal static class ExportCommand
{
    public static Command Create(IAnsiConsole console) =>
        new("export", "Write the catalog in a format that other tools read.") { AsyncApi(console) };

    private static Command AsyncApi(IAnsiConsole console)
    {
        var catalog = CatalogFolders.Catalog();
        var output = new Option<string?>("--output") { Description = "The file to write. Default: standard output." };
        var command = new Command(
            "asyncapi", "AsyncAPI 3.0 in JSON: a channel a version, an operation for each service that sends or receives it.")
        {
            catalog, output,
        };
        command.SetAction(arguments =>
        {
            var folder = CatalogFolders.Given(arguments, catalog, Repository.Find().Path("events-catalog"));
            var text = ReadableJson.Write(AsyncApiDocument.Write(CatalogFolders.Load(folder), Envelope(folder))) + "\n";
            if (arguments.GetValue(output) is { } file)
            {
                File.WriteAllText(file, text);
                console.MarkupLineInterpolated($"[green]•[/] {file}");
                return;
            }

            console.Profile.Out.Writer.Write(text);
        });
        return command;
    }

    private static JsonElement Envelope(string folder)
    {
        var file = Path.Combine(folder, "envelope.schema.json");
        try
        {
            var envelope = JsonElement.Parse(File.ReadAllText(file));
            return envelope.ValueKind == JsonValueKind.Object ? envelope : throw new JsonException("it is no object");
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException)
        {
            throw new UserErrorException(
                $"'{file}' cannot be read: {unreadable.Message}; expected the JSON Schema of what is around an event's data.");
        }
    }
}
