using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Waybill.Operations.Consumers;
using Waybill.Operations.Status;

namespace Waybill.Cli.Commands.Operating;

/// <summary>A row for each consumer; what needs somebody is red.</summary>
internal static class StatusTable
{
    public static IRenderable Of(AccountStatus status)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("consumer", "state", "waiting", "oldest", "in flight", "dead", "handled/h", "failed/h", "last success", "alarms");
        foreach (var consumer in status.Consumers)
        {
            table.AddRow([.. Cells(consumer, status.At).Select(cell => new Markup(cell))]);
        }

        var rows = new List<IRenderable> { table };
        rows.AddRange(status.Consumers.Where(consumer => consumer.LimitedBy.Count > 0).Select(consumer => Markup.FromInterpolated(
            $"{consumer.Consumer.Title} is held up by {Words(consumer)}.")));
        rows.AddRange(status.OtherAlarms.Select(alarm => Markup.FromInterpolated($"[red]alarm[/] {alarm}")));
        if (!status.IsExact)
        {
            rows.Add(new Markup("[grey]Depths are CloudWatch's, a minute or more old; name a consumer to ask its queues.[/]"));
        }

        return new Rows(rows);
    }

    private static IEnumerable<string> Cells(ConsumerStatus status, DateTimeOffset now) =>
    [
        Markup.Escape(status.Consumer.Title),
        status.Consumer.IsPaused ? "[yellow]paused[/]" : Markup.Escape(status.Consumer.MappingState.ToLowerInvariant()),
        Number(status.Waiting),
        status.Oldest is { } oldest ? Age.Of(oldest) : "",
        Number(status.InFlight),
        status.DeadLetters switch { null => "[yellow]no queue[/]", 0 => "0", var dead => $"[red]{Number(dead.Value)}[/]" },
        Number(status.Handled),
        status.Failed == 0 ? "0" : $"[yellow]{Number(status.Failed)}[/]",
        status.LastSuccess is { } at ? $"{Age.Of(now - at)} ago" : "not in 1 h",
        string.Join(", ", status.Alarms.Select(alarm => $"[red]{Markup.Escape(alarm)}[/]")),
    ];

    private static string Words(ConsumerStatus status) =>
        string.Join(" and ", status.LimitedBy.Select(limit => Word(limit, status.Consumer)));

    private static string Word(Limit limit, Consumer consumer) => limit switch
    {
        Limit.Concurrency => $"its mapping, which allows {consumer.MaximumConcurrency} calls at a time",
        Limit.Throttling => "Lambda, which throttles its function",
        Limit.DynamoDb => "DynamoDB",
        _ => "this machine's processors",
    };

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
