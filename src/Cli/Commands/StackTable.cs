using Spectre.Console;
using Waybill.Local.Template.Applying;

namespace Waybill.Cli.Commands;

/// <summary>What applying the templates did, as a short table: only what changed; where all is new, only how much.</summary>
internal sealed class StackTable(IAnsiConsole console)
{
    private const int MostRows = 20;

    private static readonly Dictionary<StackAction, string> Signs = new()
    {
        [StackAction.Created] = "[green]+[/] created",
        [StackAction.Updated] = "[yellow]~[/] updated",
        [StackAction.Replaced] = "[red]±[/] replaced",
        [StackAction.Deleted] = "[red]-[/] deleted",
        [StackAction.Retained] = "[grey]·[/] retained",
    };

    public void Print(IReadOnlyList<StackResult> results)
    {
        var changed = results.Where(result => result.Action != StackAction.Unchanged).ToList();
        if (changed.Count == 0)
        {
            console.MarkupLineInterpolated($"[green]•[/] The account is what the templates say: {results.Count} resources, none changed");
            return;
        }

        var counts = string.Join(", ", changed.CountBy(result => result.Action).Select(one => $"{one.Value} {Word(one.Key)}"));
        console.MarkupLineInterpolated($"[green]•[/] Applied the templates: {counts}");
        if (changed.TrueForAll(result => result.Action == StackAction.Created))
        {
            return;
        }

        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "", "", "");
        foreach (var result in changed.Take(MostRows))
        {
            table.AddRow(
                Signs[result.Action], Markup.Escape(result.Kind), Markup.Escape(result.LogicalId), $"[grey]{Markup.Escape(result.Arn)}[/]");
        }

        console.Write(table);
        if (changed.Count > MostRows)
        {
            console.MarkupLineInterpolated($"[grey]and {changed.Count - MostRows} more[/]");
        }
    }

    private static string Word(StackAction action) => action.ToString().ToLowerInvariant();
}
