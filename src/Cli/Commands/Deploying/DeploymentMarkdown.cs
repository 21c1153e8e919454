using System.Text;
using Waybill.Local.Template.Deploying;

namespace Waybill.Cli.Commands.Deploying;

/// <summary>A report as a comment on a pull request: findings first, a table a stack, and never longer than a comment may be.</summary>
internal static class DeploymentMarkdown
{
    /// <summary>GitHub takes 65,536 characters.</summary>
    private const int MostFindings = 60;
    private const int MostRows = 25;
    private const int MostStacks = 40;

    public static string Write(DeploymentReport report)
    {
        var text = new StringBuilder().Append($"### {DeploymentWords.Of(report)}\n");
        if (report.Findings.Count > 0)
        {
            text.Append("\n| | stack | resource | what would happen | what to do |\n|---|---|---|---|---|\n");
            Append(text, report.Findings.Select(Row), MostFindings, "findings");
        }

        foreach (var stack in report.Stacks.Take(MostStacks))
        {
            text.Append($"\n**{Text(stack.Stack)}**: {DeploymentWords.Of(stack)}\n");
            if (stack.Action == DeploymentAction.Change)
            {
                text.Append("\n| | type | resource | name | properties |\n|---|---|---|---|---|\n");
                Append(text, stack.Changes.Select(Row), MostRows, "resources");
            }
        }

        var more = report.Stacks.Count - MostStacks;
        return text.Append(more > 0 ? $"\nand {more} more stacks" : "").ToString().TrimEnd();
    }

    private static string Row(DeploymentFinding finding) =>
        $"| {(finding.Fails ? "**fails**" : "note")} | {Text(finding.Stack)} | {Resource(finding)} "
        + $"| {Text(DeploymentWords.Problem(finding))} | {Text(finding.Advice)} |";

    private static string Row(ResourceChange change) =>
        $"| {DeploymentWords.Of(change.Action)} | {Text(change.Type)} | {Text(change.LogicalId)} | {Text(change.Name ?? "")} "
        + $"| {Text(DeploymentWords.Properties(change))} |";

    private static string Resource(DeploymentFinding finding) =>
        string.Join("<br>", new[] { finding.LogicalId, finding.Type, finding.Name }.OfType<string>().Select(Text));

    private static void Append(StringBuilder text, IEnumerable<string> rows, int most, string what)
    {
        var all = rows.ToList();
        text.AppendJoin('\n', all.Take(most)).Append('\n');
        if (all.Count > most)
        {
            text.Append($"\nand {all.Count - most} more {what}\n");
        }
    }

    /// <summary>As text that Markdown leaves alone: values are anybody's, and some have characters of its own.</summary>
    private static string Text(string text)
    {
        var escaped = new StringBuilder();
        foreach (var character in text)
        {
            escaped.Append(character switch
            {
                '\n' or '\r' => " ",
                '<' => "&lt;",
                '@' => "&#64;",
                '|' or '`' or '*' or '_' or '[' or ']' or '\\' or '~' => $"\\{character}",
                _ => $"{character}",
            });
        }

        return escaped.ToString();
    }
}
