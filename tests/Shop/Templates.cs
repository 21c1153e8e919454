using System.Text.Json.Nodes;
using Spectre.Console;
using Waybill.Cli.Toolchain;
using Waybill.Shop.Tests;

[assembly: AssemblyFixture(typeof(Templates))]

namespace Waybill.Shop.Tests;

/// <summary>The stacks of the environment <c>dev</c>, synthesized once for all tests of this assembly.</summary>
public sealed class Templates : IAsyncLifetime
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("waybill-templates-").FullName;

    public async ValueTask InitializeAsync() => await new Workbench(Repository.Find(), Quiet, TimeProvider.System)
        .PrepareAsync("dev", Folder, SynthesisUse.Run, build: false, CancellationToken.None);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes them into another folder, each as it is changed; what functions are made of stays where it is.</summary>
    /// <param name="folder">One that is there; what was written before is written anew.</param>
    /// <param name="change">From the text of a template, or of what stands beside it, to that of its copy.</param>
    internal void WriteTo(string folder, Func<string, string> change)
    {
        foreach (var file in Directory.EnumerateFiles(Folder))
        {
            File.WriteAllText(Path.Combine(folder, Path.GetFileName(file)), change(File.ReadAllText(file)));
        }

        foreach (var asset in Directory.EnumerateDirectories(Folder))
        {
            var link = Path.Combine(folder, Path.GetFileName(asset));
            if (!Directory.Exists(link))
            {
                Directory.CreateSymbolicLink(link, asset);
            }
        }
    }

    /// <summary>Changes the properties of each resource of a type in a template; of what is no template, nothing.</summary>
    internal static string Change(string text, string type, Action<JsonNode> change)
    {
        var json = JsonNode.Parse(text)!;
        foreach (var (_, resource) in json["Resources"] as JsonObject ?? [])
        {
            if ((string?)resource!["Type"] == type)
            {
                change(resource["Properties"]!);
            }
        }

        return json.ToJsonString();
    }

    internal static IAnsiConsole Quiet => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });
}
