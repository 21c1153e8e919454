using System.Globalization;
using Spectre.Console;
using Waybill.Operations.Planning;

namespace Waybill.Cli.Commands.Planning;

/// <summary>A plan for people: which mix it is for, what it costs and where the money goes, what it comes near to.</summary>
internal static class PlanView
{
    public static void Print(IAnsiConsole console, CostPlan plan)
    {
        var time = plan.IsMonthly ? "a month" : "once";
        console.MarkupLineInterpolated($"Mix: {plan.Mix}.");
        var million = Dollars(plan.DollarsAMillion);
        console.MarkupLineInterpolated(
            $"{plan.Load}, {Number(plan.EventsPaid)} events {time}: [bold]{Dollars(plan.Dollars)} {time}[/]; {million} a million.");
        console.MarkupLineInterpolated(
            $"[grey]List prices of {plan.Region}, {plan.PricesOf:yyyy-MM-dd}, without free tiers; docs/cost.md says what is assumed.[/]");
        Table(console, ["item", "service", "quantity", "$", "share"], [.. plan.Items.OrderByDescending(item => item.Dollars).Select(Row)]);
        Parts(console, "service", plan.Services, quantity: false);
        Parts(console, "event type", plan.Types, quantity: true);
        Table(
            console, ["consumer", "deliveries", "a batch", "invocations", "$", "share", "of that records $"],
            [.. plan.Consumers.Select(Row)]);
        if (plan.IsMonthly)
        {
            Table(console, ["fixed a month", "service", "quantity", "$", "share"], [.. plan.Fixed.Select(Row)]);
        }

        Table(
            console, ["quota", "limit", plan.IsMonthly ? "used" : "", "reached at", "then"],
            [.. plan.Quotas.Select(quota => Row(quota, plan.EventsPerSecond))]);
        Table(
            console, ["the same load with", $"$ {time}", "more"],
            [.. plan.Alternatives.Select(one => (string[])[one.What, Dollars(one.Dollars), Dollars(one.More)])]);
    }

    private static string[] Row(PlanItem item) =>
        [item.Item, item.Service, Number(item.Quantity), Dollars(item.Dollars), Share(item.Share)];

    private static string[] Row(PlanConsumer consumer) =>
    [
        consumer.Name, Number(consumer.Deliveries), Number(consumer.Batch), Number(consumer.Invocations), Dollars(consumer.Dollars),
        Share(consumer.Share), Dollars(consumer.OfRecords),
    ];

    private static string[] Row(Quota quota, decimal? rate) =>
    [
        quota.Name, Number(quota.Limit), quota.Used is { } used ? Number(used) : "",
        quota.ReachedAt is not { } at ? "no load"
            : $"{Number(at)} events/s{(rate is { } now ? $", {Number(at / now)} times this" : "")}",
        quota.Then,
    ];

    private static void Parts(IAnsiConsole console, string what, IReadOnlyList<PlanPart> parts, bool quantity) => Table(
        console, quantity ? [what, "events", "$", "share"] : [what, "$", "share"],
        [
            .. parts.Select(part => (string[])
            [
                part.Name, .. quantity ? [Number(part.Quantity)] : Array.Empty<string>(), Dollars(part.Dollars), Share(part.Share),
            ]),
        ]);

    private static void Table(IAnsiConsole console, string[] columns, IReadOnlyList<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns(columns);
        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        console.Write(table);
    }

    private static string Number(decimal number) =>
        number.ToString(
            number >= 100 || number == decimal.Truncate(number) ? "N0" : number >= 1 ? "0.##" : "0.####", CultureInfo.InvariantCulture);

    private static string Dollars(decimal dollars) =>
        string.Create(CultureInfo.InvariantCulture, $"{(dollars < 0 ? "-" : "")}${Math.Abs(dollars):N2}");

    private static string Share(decimal share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");
}
