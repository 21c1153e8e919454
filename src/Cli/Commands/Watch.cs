using System.Threading.Channels;
using Spectre.Console;
using Waybill.Cli.Toolchain;
using Waybill.Local;

namespace Waybill.Cli.Commands;

/// <summary>Follows the source while everything is up: a saved handler swaps its team's code, saved infrastructure is applied.</summary>
internal sealed class Watch(IAnsiConsole console, Repository repository, Workbench workbench, TimeProvider time)
{
    /// <summary>Editors write a file in several steps; what follows within this time is one save.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    /// <summary>Where changes lie that change what the stacks say.</summary>
    private static readonly string[] Infrastructure = ["infra", "events-catalog", "src/Catalog", "cdk.json"];

    /// <summary>Watches until cancelled; what does not build is said, and the next save tries again.</summary>
    public async Task RunAsync(Laptop laptop, string environment, string templates, CancellationToken cancellationToken)
    {
        var saved = Channel.CreateUnbounded<string>();
        using var watcher = new FileSystemWatcher(repository.Root) { IncludeSubdirectories = true };
        watcher.Changed += (_, change) => saved.Writer.TryWrite(change.FullPath);
        watcher.Created += (_, change) => saved.Writer.TryWrite(change.FullPath);
        watcher.Renamed += (_, change) => saved.Writer.TryWrite(change.FullPath);
        watcher.Deleted += (_, change) => saved.Writer.TryWrite(change.FullPath);
        watcher.EnableRaisingEvents = true;
        console.WriteLine("Watching functions/ and infra/.");
        while (await saved.Reader.WaitToReadAsync(cancellationToken))
        {
            await Task.Delay(Settle, time, cancellationToken);
            var files = new HashSet<string>(StringComparer.Ordinal);
            while (saved.Reader.TryRead(out var file))
            {
                files.Add(Path.GetRelativePath(repository.Root, file).Replace('\\', '/'));
            }

            await TakeOverAsync(laptop, files.Where(IsSource).ToList(), environment, templates, cancellationToken);
        }
    }

    private async Task TakeOverAsync(
        Laptop laptop, List<string> files, string environment, string templates, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        try
        {
            if (files.Exists(IsInfrastructure) || files.Exists(IsShared))
            {
                await workbench.BuildAsync([], cancellationToken);
                await workbench.SynthesizeAsync(environment, templates, SynthesisUse.Run, cancellationToken);
                await laptop.ApplyAsync(cancellationToken);
                return;
            }

            foreach (var team in files.Select(Team).OfType<string>().Distinct(StringComparer.Ordinal))
            {
                var built = await workbench.BuildTeamAsync(team, cancellationToken);
                var swapped = await laptop.SwapCodeAsync(built, cancellationToken);
                var (names, seconds) = (string.Join(", ", swapped), time.GetElapsedTime(start).TotalSeconds);
                console.MarkupLineInterpolated($"[green]•[/] {team}: new code in {names} [grey]{seconds:0.0} s[/]");
            }
        }
        catch (Exception refused) when (refused is UserErrorException or Waybill.Local.Machine.LaptopStartException)
        {
            console.MarkupLineInterpolated($"[red]•[/] {refused.Message}");
        }
    }

    private static bool IsSource(string file) =>
        !file.Split('/').Any(part => part is "bin" or "obj" or "node_modules" || part.StartsWith('.'))
        && (IsInfrastructure(file) || IsShared(file) || Team(file) is not null);

    private static bool IsInfrastructure(string file) =>
        Infrastructure.Any(path => file == path || file.StartsWith(path + "/", StringComparison.Ordinal));

    /// <summary>What every team's functions are built of.</summary>
    private static bool IsShared(string file) => file.StartsWith("src/Eventing/", StringComparison.Ordinal)
        || (file.Split('/') is ["functions", _]);

    /// <summary>The team whose folder a file is in.</summary>
    private static string? Team(string file) => file.Split('/') is ["functions", var team, _, ..] ? team : null;
}
