using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Waybill.Cli.Commands.Operating;

/// <summary>Durations and times as people type them.</summary>
internal static class Durations
{
    private static readonly Dictionary<char, TimeSpan> Units = new()
    {
        ['s'] = TimeSpan.FromSeconds(1),
        ['m'] = TimeSpan.FromMinutes(1),
        ['h'] = TimeSpan.FromHours(1),
        ['d'] = TimeSpan.FromDays(1),
    };

    /// <summary>An option that takes <c>90s</c>, <c>30m</c>, <c>2h</c> or <c>7d</c>.</summary>
    public static Option<TimeSpan?> Option(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "2h",
        CustomParser = result => Parse(result, name),
    };

    /// <summary>Whether the text is such a duration.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length < 2 || !Units.TryGetValue(text[^1], out var unit)
            || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        duration = count * unit;
        return true;
    }

    private static TimeSpan? Parse(ArgumentResult result, string name)
    {
        var text = result.Tokens.Single().Value;
        if (TryParse(text, out var duration))
        {
            return duration;
        }

        result.AddError($"{name} is '{text}'; it must be a number and s, m, h or d, such as 90s, 30m, 2h or 7d.");
        return null;
    }
}
