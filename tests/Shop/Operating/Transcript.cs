using System.Text.RegularExpressions;

namespace Waybill.Shop.Tests.Operating;

/// <summary>What a command printed, as a page can show it: without what is different each time.</summary>
internal static partial class Transcript
{
    /// <summary>As wide as a page shows it; a table that is wider is left out, another line is cut.</summary>
    private const int Widest = 150;

    private const char Side = '│';

    private static readonly (Regex Pattern, string Name)[] Names =
    [
        (Replays, "waybill-DATE"), (Ids, "ID"), (Moments, "DATE"), (Ages, "N s"), (Addresses, "127.0.0.1:PORT"), (Resumed, "goes on: N "),
        (Sizes, "N bytes after"), (Orders, "N"),
    ];

    /// <summary>Tables without their frames, lists of letters and progress bars not at all, ids and times by name.</summary>
    public static IReadOnlyList<string> Lines(string output)
    {
        var lines = new List<string>();
        var table = new List<string[]>();
        foreach (var line in output.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()))
        {
            if (line.StartsWith(Side))
            {
                table.Add([.. line.Trim(Side).Split(Side).Select(cell => Steady(cell.Trim()))]);
            }
            else if (!IsFrame(line) && !Progress.IsMatch(line))
            {
                lines.AddRange(Rows(table));
                table.Clear();
                lines.Add(Cut(Steady(line)));
            }
        }

        lines.AddRange(Rows(table));
        return [.. lines.Where(line => line.Length > 0)];
    }

    /// <summary>The same, with N for each number.</summary>
    public static IEnumerable<string> LinesWithoutNumbers(string output) => Lines(output).Select(line => Numbers.Replace(line, "N"));

    private static List<string> Rows(List<string[]> table)
    {
        // Letters are told of by their causes, above.
        if (table.Count == 0 || table[0][0] == "id")
        {
            return [];
        }

        var widths = table[0].Select((_, column) => table.Max(row => row[column].Length)).ToList();
        var rows = table.Select(row => string.Join("  ", row.Zip(widths, (cell, width) => cell.PadRight(width))).TrimEnd()).ToList();
        return rows.Exists(row => row.Length > Widest) ? [] : rows;
    }

    private static bool IsFrame(string line) => line.Length > 0 && "╭├╰".Contains(line[0], StringComparison.Ordinal);

    private static string Cut(string line) => line.Length > Widest ? $"{line[..(Widest - 1)]}…" : line;

    private static string Steady(string text)
    {
        foreach (var (pattern, name) in Names)
        {
            text = pattern.Replace(text, name);
        }

        return text;
    }

    [GeneratedRegex("[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Ids { get; }

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}Z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Moments { get; }

    /// <summary>Hours are the night's; seconds and minutes are the machine's.</summary>
    [GeneratedRegex(@"\b[0-9]+ (s|min)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Ages { get; }

    [GeneratedRegex("waybill-[0-9]{8}-[0-9]{6}-[0-9]{3}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Replays { get; }

    [GeneratedRegex(@"127\.0\.0\.1:[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Addresses { get; }

    /// <summary>A consumer that goes on has done some of it by the time its queue is asked.</summary>
    [GeneratedRegex("goes on: [0-9]+ ", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Resumed { get; }

    /// <summary>A time has as many digits as it needs.</summary>
    [GeneratedRegex("[0-9]+ bytes after", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Sizes { get; }

    /// <summary>Which of several letters failed last is chance.</summary>
    [GeneratedRegex("nobody-[0-9]+|(?<=order )[0-9]{6}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Orders { get; }

    [GeneratedRegex(@"\b[0-9]+\b", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Numbers { get; }

    [GeneratedRegex(
        "^(sent to the queue|reported on|replayed):? |^ +and [0-9]+ more", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Progress { get; }
}
