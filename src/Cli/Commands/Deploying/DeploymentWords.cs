using Waybill.Local.Template.Deploying;

namespace Waybill.Cli.Commands.Deploying;

/// <summary>How a report is told to people, on a screen as in a pull request.</summary>
internal static class DeploymentWords
{
    private const int LongestValue = 160;
    private const int LongestInRow = 48;

    /// <summary>Characters that stay of what two long values have in common.</summary>
    private const int SameShown = 12;

    public static string Of(DeploymentAction action) => action switch
    {
        DeploymentAction.Create => "create",
        DeploymentAction.Change => "change in place",
        DeploymentAction.MayReplace => "may be replaced",
        DeploymentAction.Replace => "replace",
        DeploymentAction.Delete => "delete",
        DeploymentAction.Keep => "leave in the account",
        _ => "leave alone",
    };

    /// <summary>What is done with a stack, in numbers.</summary>
    public static string Of(StackChange stack) => stack.Action switch
    {
        DeploymentAction.Create => $"new, {Count(stack.Changes.Count, "resource")}",
        DeploymentAction.Keep => $"no longer synthesized, stays in the account with {Count(stack.Changes.Count, "resource")}",
        _ => string.Join(", ", stack.Changes.CountBy(change => change.Action).Select(one => $"{one.Value} {Of(one.Key)}")),
    };

    /// <summary>What it comes to.</summary>
    public static string Of(DeploymentReport report) => report switch
    {
        { Stacks.Count: 0, Findings.Count: 0 } => "Nothing would change.",
        { Fails: false } => "Nothing that holds data would be replaced or deleted, and no name is taken.",
        _ => $"Do not deploy this: {Count(report.Findings.Count(finding => finding.Fails), "finding")}.",
    };

    public static string Problem(DeploymentFinding finding) =>
        finding.Property is { } property ? $"{finding.Problem} ({Change(property, LongestValue)})" : finding.Problem;

    /// <summary>The values of what replaces; of the rest only that it changes.</summary>
    public static string Properties(ResourceChange change) => string.Join(", ", change.Properties
        .OrderBy(property => property.Effect == UpdateEffect.InPlace)
        .Select(property => property.Effect == UpdateEffect.InPlace ? property.Name : Change(property, LongestInRow)));

    private static string Change(PropertyChange property, int longest)
    {
        var (before, after) = (property.Before ?? "none", property.After ?? "none");
        var same = before.AsSpan().CommonPrefixLength(after);
        return $"{property.Name}: {Shortened(before, same, longest)} → {Shortened(after, same, longest)}";
    }

    /// <summary>Of what is long, what differs.</summary>
    private static string Shortened(string value, int same, int longest)
    {
        var start = value.Length > longest ? Math.Max(0, same - SameShown) : 0;
        var end = Math.Min(value.Length, start + longest);
        return $"{(start > 0 ? "…" : "")}{value[start..end]}{(end < value.Length ? "…" : "")}";
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
