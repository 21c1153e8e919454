using System.Globalization;
using System.Text.RegularExpressions;
using Waybill.Operations.Accounts;

namespace Waybill.Operations.Planning;

/// <summary>How many events are put on the bus: so many in a time, month after month, or so many all at once.</summary>
/// <param name="Text">As it was typed.</param>
/// <param name="Events">How many.</param>
/// <param name="Per">In which time; null for all at once.</param>
public sealed partial record Load(string Text, decimal Events, TimeSpan? Per)
{
    private const decimal Most = 1_000_000_000_000;

    /// <summary>A month of 30 days.</summary>
    public static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private static readonly Dictionary<string, TimeSpan> Times = new(StringComparer.Ordinal)
    {
        ["s"] = TimeSpan.FromSeconds(1),
        ["min"] = TimeSpan.FromMinutes(1),
        ["h"] = TimeSpan.FromHours(1),
        ["day"] = TimeSpan.FromDays(1),
        ["month"] = Month,
    };

    /// <summary>Null for all at once.</summary>
    public decimal? PerSecond => Per is { } per ? Events / (decimal)per.TotalSeconds : null;

    /// <summary>The events that are paid for: those of a month, or all that come at once.</summary>
    public decimal Paid => PerSecond * (decimal)Month.TotalSeconds ?? Events;

    /// <exception cref="OperationException">It is no such quantity.</exception>
    public static Load Parse(string text)
    {
        var parts = Quantity().Match(text);
        var factor = parts.Groups["factor"].Value switch { "k" => 1e3m, "M" => 1e6m, "G" => 1e9m, _ => 1m };
        return parts.Success
            && decimal.TryParse(parts.Groups["number"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and <= Most && number * factor <= Most
            ? new Load(text, number * factor, parts.Groups["time"] is { Success: true, Value: var time } ? Times[time] : null)
            : throw new OperationException(
                $"--events is '{text}'; it must be a number above 0 and at most 1e12, with k, M or G behind it or not, and a time "
                + $"({string.Join(", ", Times.Keys)}) after a slash: 3M/day, 50/s, 120k/h, 2e6/month; or 1M for a million all at once.");
    }

    [GeneratedRegex(
        @"^(?<number>[0-9]{1,13}(\.[0-9]{1,9})?(e[0-9]{1,2})?)(?<factor>[kMG])?(/(?<time>s|min|h|day|month))?\z",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Quantity();
}
