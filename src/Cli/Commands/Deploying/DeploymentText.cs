using System.Text;
using Waybill.Local.Template.Deploying;

namespace Waybill.Cli.Commands.Deploying;

/// <summary>A report for a screen or a log: findings, then what changes in each stack, then what it comes to.</summary>
internal static class DeploymentText
{
    public static string Write(DeploymentReport report)
    {
        var text = new StringBuilder();
        foreach (var finding in report.Findings)
        {
            text.AppendLine(
                $"{(finding.Fails ? "error" : "note")}: {Place(finding)}: {DeploymentWords.Problem(finding)}");
            text.AppendLine($"    {finding.Advice}");
        }

        foreach (var stack in report.Stacks)
        {
            text.AppendLine($"{stack.Stack} ({stack.Account}, {stack.Region}): {DeploymentWords.Of(stack)}");
            if (stack.Action == DeploymentAction.Change)
            {
                Append(text, stack.Changes);
            }
        }

        return text.Append(DeploymentWords.Of(report)).ToString();
    }

    private static void Append(StringBuilder text, IReadOnlyList<ResourceChange> changes)
    {
        var rows = changes.Select(change => (string[])
        [
            DeploymentWords.Of(change.Action), change.Type, change.LogicalId, change.Name ?? "", DeploymentWords.Properties(change),
        ]).ToList();
        var widths = Enumerable.Range(0, 4).Select(column => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows)
        {
            var cells = row.Take(4).Select((cell, column) => cell.PadRight(widths[column]));
            text.AppendLine($"  {string.Join("  ", cells.Append(row[4]))}".TrimEnd());
        }
    }

    private static string Place(DeploymentFinding finding)
    {
        var named = finding.Name is null ? "" : $" {finding.Name}";
        return finding.LogicalId is null ? finding.Stack : $"{finding.Stack}/{finding.LogicalId} ({finding.Type}{named})";
    }
}
