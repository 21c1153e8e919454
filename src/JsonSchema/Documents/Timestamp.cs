using System.Globalization;
using System.Text.RegularExpressions;

namespace Waybill.JsonSchemas.Documents;

/// <summary>Reads RFC 3339, section 5.6, to the letter; the one reader of it.</summary>
public static partial class Timestamp
{
    /// <summary>The largest offset that <see cref="DateTimeOffset"/> holds; times with a larger one are read as UTC.</summary>
    private static readonly TimeSpan MostOffset = TimeSpan.FromHours(14);

    /// <summary>A date-time; a leap second is read as the second after it, digits beyond 100 nanoseconds are cut off.</summary>
    public static bool TryRead(string text, out DateTimeOffset time)
    {
        time = default;
        var match = DateTime.Match(text);
        if (!match.Success || !DateOnly.TryParseExact(match.Groups["date"].ValueSpan, "yyyy-MM-dd", out var date))
        {
            return false;
        }

        int Number(string name) => match.Groups[name].Success ? int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture) : 0;
        var (hour, minute, second, zoneHour, zoneMinute) = (Number("h"), Number("m"), Number("s"), Number("zh"), Number("zm"));
        var offset = new TimeSpan(zoneHour, zoneMinute, 0) * (match.Groups["sign"].ValueSpan is "-" ? -1 : 1);
        var fraction = match.Groups["fraction"].Value.PadRight(7, '0')[..7];
        var sinceMidnight = new TimeSpan(hour, minute, second) + new TimeSpan(long.Parse(fraction, CultureInfo.InvariantCulture));

        // UTC has its leap seconds at 23:59:60, and nowhere else.
        var isLeap = second == 60 && new TimeSpan(hour, minute + 1, 0) - offset is var end && end.Ticks % TimeSpan.TicksPerDay == 0;
        var local = date.DayNumber * TimeSpan.TicksPerDay + sinceMidnight.Ticks;
        var utc = local - offset.Ticks;
        if (hour > 23 || minute > 59 || (second > 59 && !isLeap) || zoneHour > 23 || zoneMinute > 59
            || Math.Min(local, utc) < 0 || Math.Max(local, utc) > DateTimeOffset.MaxValue.Ticks)
        {
            return false;
        }

        time = offset.Duration() <= MostOffset ? new DateTimeOffset(local, offset) : new DateTimeOffset(utc, TimeSpan.Zero);
        return true;
    }

    /// <summary>A full-date.</summary>
    public static bool IsDate(string text) => TryRead($"{text}T00:00:00Z", out _);

    /// <summary>A full-time.</summary>
    public static bool IsTime(string text) => TryRead($"2000-01-01T{text}", out _);

    [GeneratedRegex(
        @"^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt](?<h>[0-9]{2}):(?<m>[0-9]{2}):(?<s>[0-9]{2})(\.(?<fraction>[0-9]+))?"
        + @"([Zz]|(?<sign>[+-])(?<zh>[0-9]{2}):(?<zm>[0-9]{2}))\z",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DateTime { get; }
}
