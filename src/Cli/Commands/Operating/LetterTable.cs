using Spectre.Console;
using Waybill.Operations.Failures;

namespace Waybill.Cli.Commands.Operating;

/// <summary>Dead letters, one a row, the oldest first.</summary>
internal static class LetterTable
{
    private const int MostRows = 40;

    public static Table Of(FailureList list)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("id", "consumer", "event", "about", "age", "attempts", "cause");
        foreach (var failure in list.Failures.Take(MostRows))
        {
            string[] cells =
            [
                failure.Id, failure.Consumer, failure.EventType ?? "no event", failure.Subject ?? "", Age.Of(list.At - failure.SentAt),
                failure.Cause.Attempts?.ToString(null, null) ?? "?", failure.Cause.Title,
            ];
            table.AddRow([.. cells.Select(cell => new Text(cell))]);
        }

        return list.Failures.Count <= MostRows ? table : table.Caption($"and {list.Failures.Count - MostRows} more; --json has all");
    }
}
