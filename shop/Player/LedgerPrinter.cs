using Spectre.Console;
using Waybill.Local.Bus.Storage;
using Waybill.Player.Playing;

namespace Waybill.Player;

/// <summary>Prints what was played and what came of it.</summary>
internal static class LedgerPrinter
{
    private const int MalformedRowsShown = 20;
    private const int MailsShown = 20;

    public static void Print(IAnsiConsole console, ShopDay day, Ledger ledger)
    {
        foreach (var row in day.MalformedRows.Take(MalformedRowsShown))
        {
            console.MarkupLineInterpolated($"[yellow]skipped[/] {row.ToString()}");
        }

        if (day.MalformedRows.Count > MalformedRowsShown)
        {
            console.MarkupLineInterpolated($"[yellow]skipped[/] {day.MalformedRows.Count - MalformedRowsShown} more rows");
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumn("ledger").AddColumn(new TableColumn("").RightAligned());
        foreach (var (name, value) in ledger.Entries())
        {
            table.AddRow(Markup.Escape(name), Markup.Escape(value));
        }

        console.Write(table);
    }

    public static void PrintMails(IAnsiConsole console, IReadOnlyList<CaughtMail> mails)
    {
        var table = new Table().Border(TableBorder.Rounded).Title($"{mails.Count} mails caught").AddColumn("to").AddColumn("subject");
        foreach (var mail in mails.Take(MailsShown))
        {
            table.AddRow(Markup.Escape(string.Join(", ", mail.To)), Markup.Escape(mail.Subject));
        }

        if (mails.Count > MailsShown)
        {
            table.AddRow("…", $"{mails.Count - MailsShown} more");
        }

        console.Write(table);
    }
}
