using System.Globalization;
using Spectre.Console;
using Waybill.Operations.Consumers;
using Waybill.Operations.Rebuilding;

namespace Waybill.Cli.Commands.Operating;

/// <summary>What <c>waybill rebuild</c> says.</summary>
internal static class RebuildView
{
    public static void Print(IAnsiConsole console, RebuildPlan plan)
    {
        var (consumer, events) = (plan.Consumer, plan.Replay.Consumers[0].Published);
        var begins = plan.GoesOn ? "goes on with what was begun:" : "would be made anew:";
        console.MarkupLineInterpolated($"The projection of [bold]{consumer.Title}[/] {begins}");
        foreach (var table in plan.Projection.Tables)
        {
            console.MarkupLineInterpolated(plan.GoesOn
                ? (FormattableString)$"    {table.Live} is being filled, {table.Idle} is kept"
                : $"    {table.Live} ({plan.Items[table.Live]} items) is kept, {table.Idle} is filled");
        }

        var count = events?.ToString(CultureInfo.InvariantCulture) ?? "An unknown number of";
        console.MarkupLineInterpolated($"{count} events from {plan.From:u} on would be replayed to it, and to nobody else.");
        console.MarkupLineInterpolated($"{CostText.Of(plan.Replay)}");
        foreach (var warning in plan.Replay.Warnings)
        {
            console.MarkupLineInterpolated($"[yellow]{warning}[/]");
        }
    }

    public static void Print(IAnsiConsole console, RebuildResult result, string suffix)
    {
        var title = result.Consumer.Title;
        var published = result.Published?.ToString(CultureInfo.InvariantCulture) ?? "unknown";
        console.MarkupLineInterpolated(
            $"events: {published} published, {result.Before} in the version before, {result.Now} in the new one");
        foreach (var table in result.Consumer.Projection!.Tables)
        {
            console.MarkupLineInterpolated(
                $"items: {result.Items[table.Idle]} in {table.Idle}, {result.Items[table.Live]} in {table.Live}");
        }

        if (!result.IsComplete)
        {
            console.MarkupLineInterpolated(
                $"[red]{result.Missing} events of the version before are missing;[/] look with: ./waybill failures {title}{suffix}");
            console.MarkupLineInterpolated(
                $"Then go on with: ./waybill rebuild {title}{suffix}, or go back with: ./waybill rebuild {title}{suffix} --back");
            return;
        }

        PrintConfiguration(console, result.Consumer);
        console.MarkupLineInterpolated($"The version before is kept until: ./waybill rebuild {title}{suffix} --drop-old");
    }

    /// <summary>The function was told; the next deployment tells it what cdk.json says.</summary>
    public static void PrintConfiguration(IAnsiConsole console, Consumer consumer)
    {
        var projection = consumer.Projection!;
        console.MarkupLineInterpolated($"[green]{consumer.Title} is at version {projection.Version}.[/]");
        if (projection.Began is null)
        {
            console.WriteLine($"So that the next deployment keeps it, let {consumer.Name} have no entry under projections in cdk.json.");
            return;
        }

        var tables = projection.Tables[0].Live.Split('-')[^1];
        console.WriteLine("So that the next deployment keeps it, set in cdk.json, under the environment:");
        console.WriteLine(
            $$"""    "projections": { "{{consumer.Name}}": { "tables": "{{tables}}", "version": "{{projection.Version}}" } }""");
    }
}
